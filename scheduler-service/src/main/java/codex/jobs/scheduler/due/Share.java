package codex.jobs.scheduler.due;

import codex.jobs.model.job.SessionId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who of the living schedulers looks at what, so that many things that are due at once are done by
/// all of them, and none twice: each id belongs to the scheduler that draws the highest lot for it.
/// When one comes or goes, only its own share moves. Nothing depends on it: who looks at what is
/// another's finds it changed, or changes it first.
@Component
public final class Share {

    private volatile @Nullable Members members;

    private record Members(long self, List<Long> others) {}

    /// Divides anew.
    ///
    /// @param alive all schedulers; whether `self` is among them makes no difference
    public void update(SessionId self, Collection<SessionId> alive) {
        members =
                new Members(
                        hash(self.value()),
                        alive.stream()
                                .filter(other -> !other.equals(self))
                                .map(other -> hash(other.value()))
                                .toList());
    }

    /// Everything, as long as nobody else is known.
    public boolean isMine(String id) {
        var now = members;
        if (now == null) {
            return true;
        }
        var key = hash(id);
        var own = lot(key, now.self());
        return now.others().stream().noneMatch(other -> lot(key, other) > own);
    }

    private static long lot(long key, long member) {
        return mixed(key ^ member);
    }

    private static long hash(String text) {
        var hash = 1125899906842597L;
        for (var index = 0; index < text.length(); index++) {
            hash = 31 * hash + text.charAt(index);
        }
        return mixed(hash);
    }

    /// Every bit of the result depends on every bit of the value (the finalizer of SplitMix64).
    private static long mixed(long value) {
        var mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
