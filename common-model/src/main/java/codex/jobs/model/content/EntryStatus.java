package codex.jobs.model.content;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Where an entry stands (specification 1.3). Files may say the number or the name; stored is the
/// number.
public enum EntryStatus {
    PUBLISHED(1),
    DELETED(2),
    DRAFT(3),
    UNPUBLISHED(4),
    ARCHIVED(5),
    SCHEDULED(6),
    EDITED(7);

    private final int number;

    EntryStatus(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static Optional<EntryStatus> of(long number) {
        return Stream.of(values()).filter(status -> status.number == number).findFirst();
    }

    /// By name, in any case.
    public static Optional<EntryStatus> named(String name) {
        var wanted = name.toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(status -> status.name().equals(wanted)).findFirst();
    }

    /// Whether readers see the entry, now or at a set time, so that it must be valid.
    public boolean isPublic() {
        return this == PUBLISHED || this == SCHEDULED || this == EDITED;
    }
}
