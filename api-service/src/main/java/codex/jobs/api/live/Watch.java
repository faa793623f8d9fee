package codex.jobs.api.live;

import codex.jobs.model.tenant.OrganizationId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/// One subscriber to one thing that changes, or to all of a kind that an organization has.
///
/// @param <K> the ids of such things
final class Watch<K, T> {

    /// What a watch must know of a thing that has changed.
    ///
    /// @param version grows with each change
    /// @param isLast whether nothing follows
    record State<K>(OrganizationId organization, K id, long version, boolean isLast) {}

    private final OrganizationId organization;
    private final @Nullable K one;
    private final Outbox<K, T> outbox;
    private long told;

    Watch(OrganizationId organization, @Nullable K one, int buffer) {
        this.organization = organization;
        this.one = one;
        this.outbox = new Outbox<>(buffer);
    }

    /// What it is found by: the one thing, else the organization.
    Object key() {
        return one == null ? organization : one;
    }

    /// Passes a change on, unless the subscriber knows it or something later.
    synchronized void offer(T changed, State<K> state) {
        if (!state.organization().equals(organization)) {
            return;
        }
        if (one != null) {
            if (state.version() <= told) {
                return;
            }
            told = state.version();
        }
        outbox.offer(state.id(), changed);
        if (one != null && state.isLast()) {
            outbox.finish();
        }
    }

    Flux<T> flux() {
        return outbox.flux();
    }

    Outbox<K, T> outbox() {
        return outbox;
    }
}
