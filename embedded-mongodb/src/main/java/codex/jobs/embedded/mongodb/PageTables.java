package codex.jobs.embedded.mongodb;

import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.cache.CacheLongKeyLIRS;

/// MVStore's cache of which pages are where in the file. It asks for that with every page that is
/// replaced or dropped, reads a whole table of some ten kilobytes if it is not there, and gives the
/// cache one mebibyte: the tables of 130,000 pages. With more of them nearly every change reads a
/// table. There is no setting for it (MVStore 2.4), so its field is looked up by name.
final class PageTables {

    private static final String FIELD = "chunksToC";

    /// For the pages of about eight gigabytes.
    private static final long CACHE_IN_BYTES = 16L << 20;

    private PageTables() {}

    /// Lets the cache grow so far.
    ///
    /// @throws IllegalStateException this version of MVStore has no such cache
    static void cache(MVStore maps) {
        try {
            var field = FileStore.class.getDeclaredField(FIELD);
            field.setAccessible(true);
            ((CacheLongKeyLIRS<?>) field.get(maps.getFileStore())).setMaxMemory(CACHE_IN_BYTES);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("MVStore's cache is another one than known", e);
        }
    }
}
