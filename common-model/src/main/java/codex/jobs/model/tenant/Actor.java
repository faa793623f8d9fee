package codex.jobs.model.tenant;

import org.jspecify.annotations.Nullable;

/// Who asked: a user, or an API key that acts for itself. `id` is the user's id, or `apikey:<id>`
/// (specification 2.5).
public record Actor(
        String id, boolean isApiKey, @Nullable String userName, @Nullable String displayName) {}
