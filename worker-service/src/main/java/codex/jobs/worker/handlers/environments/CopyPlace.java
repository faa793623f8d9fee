package codex.jobs.worker.handlers.environments;

import codex.jobs.model.content.ContentKind;
import codex.jobs.stores.content.Changes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a copy of the database stands: the next range to be worked on, and what is known of the
/// ranges before it. Becomes the position of a checkpoint.
///
/// @param after id behind which the next range begins; null at the beginning of a kind
/// @param pass how often everything is being looked at, counted from 1
/// @param differences found in this pass so far
/// @param changes of this kind so far
record CopyPlace(
        Phase phase,
        @Nullable ContentKind kind,
        @Nullable String after,
        int pass,
        long differences,
        Changes changes) {

    /// In this order.
    enum Phase {
        COPY,
        VERIFY,
        VERSIONS,
        REPORT,
        DONE
    }

    static CopyPlace startOf(Phase phase) {
        return new CopyPlace(phase, null, null, 1, 0, Changes.NONE);
    }

    CopyPlace at(ContentKind kind) {
        return new CopyPlace(phase, kind, null, pass, differences, Changes.NONE);
    }

    CopyPlace behind(@Nullable String id) {
        return new CopyPlace(phase, kind, id, pass, differences, changes);
    }

    CopyPlace found(long more) {
        return new CopyPlace(phase, kind, after, pass, differences + more, changes);
    }

    CopyPlace changed(Changes more) {
        return new CopyPlace(phase, kind, after, pass, differences, changes.plus(more));
    }

    CopyPlace nextPass() {
        return new CopyPlace(phase, null, null, pass + 1, 0, Changes.NONE);
    }

    Map<String, String> toPosition() {
        var position = new LinkedHashMap<String, String>();
        position.put("phase", phase.name());
        if (kind != null) {
            position.put("kind", kind.name());
        }
        if (after != null) {
            position.put("after", after);
        }
        position.put("pass", Integer.toString(pass));
        position.put("differences", Long.toString(differences));
        position.put("created", Long.toString(changes.created()));
        position.put("updated", Long.toString(changes.updated()));
        position.put("deleted", Long.toString(changes.deleted()));
        position.put("unchanged", Long.toString(changes.unchanged()));
        return position;
    }

    /// @param position of a checkpoint; not empty
    static CopyPlace of(Map<String, String> position) {
        var kind = position.get("kind");
        return new CopyPlace(
                Phase.valueOf(Objects.requireNonNull(position.get("phase"))),
                kind == null ? null : ContentKind.valueOf(kind),
                position.get("after"),
                (int) number(position, "pass"),
                number(position, "differences"),
                new Changes(
                        number(position, "created"),
                        number(position, "updated"),
                        number(position, "deleted"),
                        number(position, "unchanged")));
    }

    private static long number(Map<String, String> position, String name) {
        return Long.parseLong(position.getOrDefault(name, "0"));
    }
}
