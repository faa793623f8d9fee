package codex.jobs.stores.content;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to become of an entry.
public sealed interface EntryWrite {

    /// As it is to be.
    Map<String, Object> entry();

    /// A new entry.
    record Create(Map<String, Object> entry) implements EntryWrite {}

    /// Another state of an entry.
    ///
    /// @param version the version that is replaced; null where the stored entry has none
    record Replace(Map<String, Object> entry, @Nullable String version) implements EntryWrite {}
}
