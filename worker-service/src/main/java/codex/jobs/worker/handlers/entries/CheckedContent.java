package codex.jobs.worker.handlers.entries;

import java.util.List;
import java.util.Map;

/// The content of an entry after the rules.
///
/// @param values all of it, also what the item did not mention
/// @param pending reference fields whose targets are not all there yet: alias → names as given
/// @param mustWait whether a required reference points to nothing yet
record CheckedContent(
        Map<String, Object> values, Map<String, List<String>> pending, boolean mustWait) {}
