package dev.lucid.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Budgets of size, in lines of code: no blanks, no comments. Offenders are named. */
class SizeTest {
    private static final List<Counted> FILES =
            Sources.main().stream().map(SizeTest::file).toList();

    @Test
    void noFileHasMoreThan300Lines() {
        assertThat(FILES).filteredOn(file -> file.lines() > 300).isEmpty();
    }

    @Test
    void nineOfTenFilesHaveAtMost150Lines() {
        assertThat(FILES.stream().filter(file -> file.lines() > 150)).hasSizeLessThanOrEqualTo(FILES.size() / 10);
    }

    @Test
    void ninetyNineOfAHundredMethodsHaveAtMost25Lines() throws IOException {
        var methods = methods();

        assertThat(methods).hasSizeGreaterThan(300);
        assertThat(methods.stream().filter(method -> method.lines() > 25))
                .hasSizeLessThanOrEqualTo(methods.size() / 100);
    }

    @Test
    void noMethodHasMoreThan60Lines() throws IOException {
        assertThat(methods()).filteredOn(method -> method.lines() > 60).isEmpty();
    }

    private static Counted file(Path file) {
        return new Counted(Tree.checkout().relativize(file).toString(), code(Sources.text(file)));
    }

    private static List<Counted> methods() throws IOException {
        var compiler = Optional.ofNullable(ToolProvider.getSystemJavaCompiler()).orElseThrow();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(Sources.main()));
            var methods = new ArrayList<Counted>();
            for (var unit : task.parse()) {
                new Methods(Trees.instance(task), unit, methods).scan(unit, null);
            }
            return methods;
        }
    }

    /** Lines with something on them that is no comment. Good enough for code that a formatter laid out. */
    private static long code(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line ->
                        !line.isEmpty() && !line.startsWith("//") && !line.startsWith("/*") && !line.startsWith("*"))
                .count();
    }

    private record Counted(String name, long lines) {}

    /** Collects the methods of a file, those of inner classes too. */
    private static final class Methods extends TreePathScanner<Void, Void> {
        private final Trees trees;
        private final CompilationUnitTree unit;
        private final List<Counted> found;

        Methods(Trees trees, CompilationUnitTree unit, List<Counted> found) {
            this.trees = trees;
            this.unit = unit;
            this.found = found;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            var body = method.getBody();
            if (body != null) {
                var positions = trees.getSourcePositions();
                try {
                    var text = unit.getSourceFile().getCharContent(true).toString();
                    var lines = code(text.substring(
                            (int) positions.getStartPosition(unit, body), (int) positions.getEndPosition(unit, body)));
                    found.add(new Counted(owner() + "." + method.getName(), Math.max(0, lines - 2)));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
            return super.visitMethod(method, null);
        }

        private String owner() {
            var parent = getCurrentPath().getParentPath().getLeaf();
            return parent instanceof ClassTree type ? unit.getPackageName() + "." + type.getSimpleName() : "?";
        }
    }
}
