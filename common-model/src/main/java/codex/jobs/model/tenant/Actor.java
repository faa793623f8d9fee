package codex.jobs.model.tenant;

import org.jspecify.annotations.Nullable;

/// Who asked: a user, or an API key that acts for itself. `id` is the user's id, or `apikey:<id>`
/// (specification 2.5). What is known of a user is what the key said when the user asked.
public record Actor(
        String id,
        boolean isApiKey,
        @Nullable String userName,
        @Nullable String displayName,
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String avatarUrl) {

    /// One of whom no more is known.
    public static Actor named(
            String id, boolean isApiKey, @Nullable String userName, @Nullable String displayName) {
        return new Actor(id, isApiKey, userName, displayName, null, null, null, null);
    }
}
