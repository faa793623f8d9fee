package codex.jobs.stores.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ConnectionDescription;
import com.mongodb.connection.ServerId;
import com.mongodb.event.CommandEvent;
import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.micrometer.core.instrument.Tag;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class CommandTagsTest {

    private static final ConnectionDescription CONNECTION =
            new ConnectionDescription(new ServerId(new ClusterId(), new ServerAddress()));

    private final CommandTags tags = new CommandTags();

    @Test
    void commandsOfAllOrganizationsAreCountedTogether() {
        assertThat(tags.commandTags(succeeded("org_acme", "find")))
                .isEqualTo(tags.commandTags(succeeded("org_other", "find")))
                .isNotEqualTo(tags.commandTags(succeeded("org_acme", "insert")));
    }

    @Test
    void failuresAreCountedByThemselves() {
        var failed =
                new CommandFailedEvent(
                        null, 1, 1, CONNECTION, "org_acme", "find", 5, new RuntimeException());

        assertThat(tags.commandTags(failed)).contains(Tag.of("status", "FAILED"));
        assertThat(tags.commandTags(succeeded("org_acme", "find")))
                .contains(Tag.of("status", "SUCCESS"));
    }

    private static CommandEvent succeeded(String database, String command) {
        return new CommandSucceededEvent(
                null, 1, 1, CONNECTION, database, command, new BsonDocument(), 5);
    }
}
