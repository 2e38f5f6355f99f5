package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileChangesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "touch a",
                "mkdir -p b",
                "cd x && rm a",
                "rmdir b",
                "MV a b",
                "cp a b",
                "git clone x",
                "git checkout main",
                "git pull",
                "wget http://x",
                "curl -o f http://x",
                "curl -O http://x",
                "unzip a.zip",
                "tar xf a",
                "npm init",
                "pip install x",
                "npx y",
                "create-react-app z",
                "echo a | tee b",
                "dd if=a",
                "make install",
                "(touch a)"
            })
    void commandsThatMakeOrRemoveFilesMayChangeThem(String command) {
        assertThat(FileChanges.mayFollow("CmdRunAction", command, "")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ls -l",
                "toucher",
                "retouch",
                "xrm",
                "rm_all",
                "git status",
                "git",
                "curl http://x",
                "npm test",
                "installer",
                "charm",
                "add",
                "teeth",
                "_cp"
            })
    void otherCommandsMayNot(String command) {
        assertThat(FileChanges.mayFollow("CmdRunAction", command, "")).isFalse();
    }

    @Test
    void theContentCountsWhereThereIsNoCommand() {
        assertThat(FileChanges.mayFollow("MessageAction", "", "please install it"))
                .isTrue();
        assertThat(FileChanges.mayFollow("CmdRunAction", "ls", "touch")).isFalse();
    }

    @Test
    void writtenAndEditedFilesAlwaysCount() {
        assertThat(FileChanges.mayFollow("FileWriteAction", "", "")).isTrue();
        assertThat(FileChanges.mayFollow("FileEditObservation", "", "")).isTrue();
    }
}
