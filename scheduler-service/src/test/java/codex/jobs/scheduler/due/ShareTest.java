package codex.jobs.scheduler.due;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.model.job.SessionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShareTest {

    private static final List<SessionId> THREE =
            List.of(new SessionId("s-1"), new SessionId("s-2"), new SessionId("s-3"));
    private static final List<String> IDS =
            IntStream.range(0, 3_000).mapToObj(number -> "job" + number).toList();

    /// Whose each id is, if all know the same members.
    private static Map<String, SessionId> owners(List<SessionId> members) {
        var owners = new HashMap<String, SessionId>();
        for (var member : members) {
            var share = new Share();
            share.update(member, members);
            for (var id : IDS) {
                if (share.isMine(id)) {
                    assertThat(owners.put(id, member)).as(id).isNull();
                }
            }
        }
        return owners;
    }

    @Test
    void eachIdBelongsToOneAndAllHaveAboutTheSame() {
        var owners = owners(THREE);

        assertThat(owners).hasSize(IDS.size());
        for (var member : THREE) {
            assertThat(owners.values().stream().filter(member::equals).count())
                    .isBetween(850L, 1_150L);
        }
    }

    @Test
    void onlyTheShareOfWhoLeavesMoves() {
        var before = owners(THREE);
        var after = owners(THREE.subList(0, 2));

        assertThat(after).hasSize(IDS.size());
        before.forEach((id, owner) -> {
            if (!owner.equals(THREE.getLast())) {
                assertThat(after.get(id)).isEqualTo(owner);
            }
        });
    }

    /// One has heard of the third, the other not yet: then some are looked at twice, none never.
    @Test
    void nothingIsNobodysWhileSomeKnowMoreThanOthers() {
        var first = new Share();
        first.update(THREE.get(0), THREE);
        var second = new Share();
        second.update(THREE.get(1), THREE.subList(0, 2));
        var third = new Share();
        third.update(THREE.get(2), THREE);

        assertThat(IDS).allMatch(id -> first.isMine(id) || second.isMine(id) || third.isMine(id));
    }

    @Test
    void everythingIsMineWhileNobodyElseIsKnown() {
        var share = new Share();
        assertThat(IDS).allMatch(share::isMine);

        share.update(THREE.getFirst(), List.of());
        assertThat(IDS).allMatch(share::isMine);
    }
}
