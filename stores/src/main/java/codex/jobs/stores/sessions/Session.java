package codex.jobs.stores.sessions;

import codex.jobs.model.job.SessionId;
import java.time.Instant;

/// A process that is, or was, alive.
///
/// @param kind what the process is, as in `worker`
/// @param openedAt database time
/// @param seenAt database time
/// @param dead whether it was declared dead; its leases are void from then on
public record Session(SessionId id, String kind, Instant openedAt, Instant seenAt, boolean dead) {}
