package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the cloning of a site stands: the next page to be worked on. Becomes the position of a
/// checkpoint.
///
/// @param after id behind which the next page begins; null at the beginning of a kind
/// @param pass how often everything is being looked at, counted from 1
/// @param differences found in this pass so far
record ClonePlace(
        Phase phase, ContentKind kind, @Nullable String after, int pass, long differences) {

    /// In this order.
    enum Phase {
        /// The new site, which nobody sees.
        SITE,
        COPY,
        /// What has changed meanwhile is copied again.
        VERIFY,
        REPORT,
        DONE
    }

    private static final ContentKind FIRST = SiteCopy.KINDS.getFirst();

    static ClonePlace startOf(Phase phase) {
        return new ClonePlace(phase, FIRST, null, 1, 0);
    }

    ClonePlace behind(String id) {
        return new ClonePlace(phase, kind, id, pass, differences);
    }

    ClonePlace found(int more) {
        return new ClonePlace(phase, kind, after, pass, differences + more);
    }

    ClonePlace nextPass() {
        return new ClonePlace(phase, FIRST, null, pass + 1, 0);
    }

    /// At the beginning of the next kind; null behind the last one.
    @Nullable ClonePlace nextKind() {
        var next = SiteCopy.KINDS.indexOf(kind) + 1;
        return next == SiteCopy.KINDS.size()
                ? null
                : new ClonePlace(phase, SiteCopy.KINDS.get(next), null, pass, differences);
    }

    Map<String, String> toPosition() {
        var position = new LinkedHashMap<String, String>();
        position.put("phase", phase.name());
        position.put("kind", kind.name());
        if (after != null) {
            position.put("after", after);
        }
        position.put("pass", Integer.toString(pass));
        position.put("differences", Long.toString(differences));
        return position;
    }

    static ClonePlace of(Map<String, String> position) {
        return position.isEmpty()
                ? startOf(Phase.SITE)
                : new ClonePlace(
                        Phase.valueOf(text(position, "phase")),
                        ContentKind.valueOf(text(position, "kind")),
                        position.get("after"),
                        Integer.parseInt(text(position, "pass")),
                        Long.parseLong(text(position, "differences")));
    }

    private static String text(Map<String, String> position, String name) {
        return Objects.requireNonNull(position.get(name));
    }
}
