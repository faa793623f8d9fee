package codex.jobs.worker.handlers.environments;

import codex.jobs.model.content.ContentKind;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.worker.handlers.search.IndexRebuild;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the building of indices stands. Becomes the position of a checkpoint.
///
/// @param index null: all are built
/// @param copy the search engine's own copy that is under way
/// @param kind what is indexed from the database; null unless the index is filled from there
/// @param after id behind which its next range begins
/// @param again whether an index, this one or one before it, has been filled for a second time
record IndexPlace(
        @Nullable SearchIndex index,
        @Nullable String copy,
        @Nullable ContentKind kind,
        @Nullable String after,
        boolean again) {

    private static final List<SearchIndex> ALL = List.of(SearchIndex.values());

    static IndexPlace start() {
        return new IndexPlace(ALL.getFirst(), null, null, null, false);
    }

    IndexPlace copying(String name) {
        return new IndexPlace(index, name, null, null, again);
    }

    IndexPlace rebuilding() {
        return rebuilding(IndexRebuild.kinds(Objects.requireNonNull(index)).getFirst(), null);
    }

    private IndexPlace rebuilding(ContentKind kind, @Nullable String after) {
        return new IndexPlace(index, null, kind, after, again);
    }

    /// Where the index was filled from the database, and is to be once more.
    IndexPlace rebuildingAgain() {
        return new IndexPlace(index, null, null, null, true).rebuilding();
    }

    /// Behind a range of the kind.
    IndexPlace behind(String id) {
        return rebuilding(Objects.requireNonNull(kind), id);
    }

    /// At the index's next kind; null if there is none.
    @Nullable IndexPlace nextKind() {
        var kinds = IndexRebuild.kinds(Objects.requireNonNull(index));
        var next = kinds.indexOf(Objects.requireNonNull(kind)) + 1;
        return next == kinds.size() ? null : rebuilding(kinds.get(next), null);
    }

    IndexPlace nextIndex() {
        var next = ALL.indexOf(Objects.requireNonNull(index)) + 1;
        return new IndexPlace(next == ALL.size() ? null : ALL.get(next), null, null, null, again);
    }

    Map<String, String> toPosition() {
        var position = new LinkedHashMap<String, String>();
        position.put("index", index == null ? "" : index.name());
        if (copy != null) {
            position.put("copy", copy);
        }
        if (kind != null) {
            position.put("kind", kind.name());
        }
        if (after != null) {
            position.put("after", after);
        }
        if (again) {
            position.put("again", "true");
        }
        return position;
    }

    static IndexPlace of(Map<String, String> position) {
        var index = position.get("index");
        if (index == null) {
            return start();
        }
        var kind = position.get("kind");
        return new IndexPlace(
                index.isEmpty() ? null : SearchIndex.valueOf(index),
                position.get("copy"),
                kind == null ? null : ContentKind.valueOf(kind),
                position.get("after"),
                position.containsKey("again"));
    }
}
