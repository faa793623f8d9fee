package codex.jobs.stores.mongo;

import com.mongodb.event.CommandEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.mongodb.MongoCommandTagsProvider;

/// Names what a call to MongoDB was by the command and its end alone. Databases and collections are
/// named after organizations and environments: as tags they would grow without bound.
public final class CommandTags implements MongoCommandTagsProvider {

    @Override
    public Iterable<Tag> commandTags(CommandEvent event) {
        return Tags.of(
                "command",
                event.getCommandName(),
                "status",
                event instanceof CommandSucceededEvent ? "SUCCESS" : "FAILED");
    }
}
