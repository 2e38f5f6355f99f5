package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link LanguageModels} promises. Implement {@link #models()}; inherit the tests. */
public interface LanguageModelsContract {
    LanguageModels models();

    @Test
    default void standardModelIsTheFirstOfThose() {
        var models = models();

        assertThat(models.available()).startsWith(models.standard()).doesNotHaveDuplicates();
    }

    @Test
    default void whatIsAvailableIsFoundByItsFullName() {
        var models = models();

        assertThat(models.available())
                .allSatisfy(ref -> assertThat(models.find(ref.toString())).contains(ref));
    }

    @Test
    default void strangeNamesAreNobodys() {
        var models = models();

        assertThat(models.find("")).isEmpty();
        assertThat(models.find("/")).isEmpty();
        assertThat(models.find("nobody/nothing")).isEmpty();
        assertThat(models.find("a name that nobody has")).isEmpty();
    }

    @Test
    default void everyModelHasAWindow() {
        var models = models();

        assertThat(models.available())
                .allSatisfy(ref -> assertThat(models.window(ref)).isGreaterThan(1_000));
        assertThat(models.window(new ModelRef("nobody", "nothing"))).isGreaterThan(1_000);
    }

    @Test
    default void modelThatIsNotThereFailsWhenAsked() {
        var nobody = new ModelRef("nobody", "nothing");
        var models = models();

        for (var model : List.of(models.model(nobody), models.model(nobody, new Secret("sk-of-one-chat")))) {
            var outcome = model.ask(LanguageModelContract.prompt("Hello."), ModelListener.none(), new RaisableStop());

            assertThat(outcome).isInstanceOfSatisfying(ModelOutcome.Failed.class, failed -> {
                assertThat(failed.failure().kind()).isIn(ModelFailure.Kind.REJECTED, ModelFailure.Kind.UNAUTHORIZED);
                assertThat(failed.failure().message()).doesNotContain("sk-of-one-chat");
            });
        }
    }
}
