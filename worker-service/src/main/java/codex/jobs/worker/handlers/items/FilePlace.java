package codex.jobs.worker.handlers.items;

/// Where reading goes on.
///
/// @param offset byte of the file, or of the manifest in an archive, behind the last item read
/// @param item number of the next item, counted from 0
public record FilePlace(FileLayout layout, long offset, long item) {

    public static final FilePlace START = new FilePlace(FileLayout.UNKNOWN, 0, 0);
}
