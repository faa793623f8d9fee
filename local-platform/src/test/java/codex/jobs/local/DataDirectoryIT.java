package codex.jobs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryIT {

    @TempDir Path place;

    @Test
    void isCreatedAndUsedByOnePlatformAtATime() {
        var path = place.resolve("a/b");
        try (var directory = DataDirectory.open(path)) {
            assertThat(directory.path()).isDirectory();
            assertThatThrownBy(() -> DataDirectory.open(path))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("is in use by another running platform");
        }
        try (var again = DataDirectory.open(path)) {
            assertThat(again.path()).isEqualTo(path);
        }
    }

    @Test
    void saysThatItCannotBeWrittenTo() throws IOException {
        var file = Files.writeString(place.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("Cannot write to " + file);
    }
}
