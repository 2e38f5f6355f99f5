package dev.lucid.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @ParameterizedTest
    @CsvSource({
        "postgresql://ada:s3cret@db.example.com:6543/lucid, jdbc:postgresql://db.example.com:6543/lucid, ada, s3cret",
        "postgres://ada:s3cret@db/lucid, jdbc:postgresql://db/lucid, ada, s3cret",
        "jdbc:postgresql://db:5432/lucid?user=ada&password=s3cret,"
                + " jdbc:postgresql://db:5432/lucid?user=ada&password=s3cret, ada, s3cret",
        "postgresql://ada.ref:a%40b%2F+c@db/lucid?sslmode=require,"
                + " jdbc:postgresql://db/lucid?sslmode=require, ada.ref, a@b/+c",
        "postgresql://ada@db/lucid, jdbc:postgresql://db/lucid, ada, ''",
        "postgresql://db/lucid, jdbc:postgresql://db/lucid, postgres, ''",
        "postgresql://ada:p@[::1]:5432/lucid, jdbc:postgresql://[::1]:5432/lucid, ada, p",
    })
    void isReadAsPeopleWriteIt(String text, String url, String user, String password) {
        assertThat(DatabaseAddress.of(text)).isEqualTo(new DatabaseAddress(url, user, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lucid",
                "mysql://a:s3cret@b/c",
                "https://a:s3cret@b/c",
                "postgresql:",
                "postgresql://a:s3 cret@b/c"
            })
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> DatabaseAddress.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgresql://user:password@host:port/database")
                .hasMessageNotContaining("s3");
    }

    @Test
    void itsTextHasNoPassword() {
        assertThat(DatabaseAddress.of("postgresql://ada:s3cret@db/lucid").toString())
                .doesNotContain("s3cret");
        assertThat(DatabaseAddress.of("jdbc:postgresql://db/lucid?user=ada&password=s3cret")
                        .toString())
                .doesNotContain("s3cret")
                .contains("db/lucid");
    }
}
