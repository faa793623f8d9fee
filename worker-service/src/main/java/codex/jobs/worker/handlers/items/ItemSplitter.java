package codex.jobs.worker.handlers.items;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a file into its items without understanding them: it only follows strings and brackets. So
/// an item that is too long is passed over without being held, a broken one is a matter of that
/// item alone, and every item knows its place in the file. Holds at most one item.
final class ItemSplitter {

    private static final int BUFFER = 128 * 1024;

    private final InputStream in;
    private final int longestItem;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int limit;

    /// Place of `buffer[0]` in the file.
    private long bufferStart;

    private FileLayout layout;
    private boolean afterItem;

    private byte[] item = new byte[8 * 1024];
    private int itemLength;
    private boolean tooLong;
    private boolean lineBreakSeen;

    /// @param in the file from byte `offset` on
    /// @param layout as it was found when an item that ends at `offset` was read, else unknown
    ItemSplitter(InputStream in, long offset, FileLayout layout, int longestItem) {
        this.in = in;
        this.bufferStart = offset;
        this.layout = layout;
        this.afterItem = layout != FileLayout.UNKNOWN;
        this.longestItem = longestItem;
    }

    FileLayout layout() {
        return layout;
    }

    /// Place of the next byte.
    long offset() {
        return bufferStart + next;
    }

    /// The next item, or null at the end of the file.
    @Nullable RawItem next() throws IOException, UnreadableFile {
        if (layout == FileLayout.UNKNOWN) {
            layout = begin();
        }
        return switch (layout) {
            case ARRAY -> nextElement();
            case LINES -> nextLine();
            default -> nextObject();
        };
    }

    private FileLayout begin() throws IOException, UnreadableFile {
        if (peek() == 0xEF) {
            skipByteOrderMark();
        }
        return switch (skipSpace()) {
            case -1 -> throw UnreadableFile.empty();
            case '[' -> {
                next++;
                yield FileLayout.ARRAY;
            }
            case '{' -> FileLayout.OBJECTS;
            default -> throw UnreadableFile.notJson(offset());
        };
    }

    private void skipByteOrderMark() throws IOException, UnreadableFile {
        var start = offset();
        for (var expected : new int[] {0xEF, 0xBB, 0xBF}) {
            if (peek() != expected) {
                throw UnreadableFile.notJson(start);
            }
            next++;
        }
    }

    private @Nullable RawItem nextElement() throws IOException, UnreadableFile {
        var first = skipSpace();
        if (first == ']') {
            return endOfArray();
        }
        if (afterItem) {
            if (first == ',') {
                next++;
                first = skipSpace();
            } else if (first != -1) {
                throw UnreadableFile.malformed(offset(), "a comma or the end of the array");
            }
        }
        return switch (first) {
            case -1 -> throw UnreadableFile.truncated(0, offset());
            case ',', ']', '}', ':' -> throw UnreadableFile.malformed(offset(), "an item");
            case '{', '[' -> bracketed();
            default -> bare();
        };
    }

    private @Nullable RawItem endOfArray() throws IOException, UnreadableFile {
        next++;
        if (skipSpace() != -1) {
            throw UnreadableFile.trailing(offset());
        }
        // Read again, this is still the end.
        layout = FileLayout.LINES;
        return null;
    }

    private @Nullable RawItem nextObject() throws IOException, UnreadableFile {
        var first = skipSpace();
        if (first == -1) {
            return null;
        }
        if (first != '{') {
            throw UnreadableFile.trailing(offset());
        }
        var isFirst = !afterItem;
        var found = bracketed();
        if (isFirst && !lineBreakSeen && endsLine()) {
            layout = FileLayout.LINES;
        }
        return found;
    }

    private boolean endsLine() throws IOException {
        while (peek() == ' ' || peek() == '\t' || peek() == '\r') {
            next++;
        }
        return peek() == '\n' || peek() == -1;
    }

    private RawItem bracketed() throws IOException, UnreadableFile {
        var start = offset();
        beginItem();
        var depth = 0;
        var inString = false;
        var mark = next;
        do {
            if (next == limit) {
                keep(mark);
                if (!fill()) {
                    throw UnreadableFile.truncated(start, offset());
                }
                mark = 0;
            }
            var c = buffer[next++];
            if (inString) {
                if (c == '"') {
                    inString = false;
                } else if (c == '\\') {
                    // The escaped character may lie behind the buffer.
                    if (next == limit) {
                        keep(mark);
                        if (!fill()) {
                            throw UnreadableFile.truncated(start, offset());
                        }
                        mark = 0;
                    }
                    next++;
                }
            } else {
                switch (c) {
                    case '"' -> inString = true;
                    case '{', '[' -> depth++;
                    case '}', ']' -> depth--;
                    case '\n' -> lineBreakSeen = true;
                    default -> {}
                }
            }
        } while (depth > 0);
        keep(mark);
        return endItem(start, offset());
    }

    /// An element that is no object: a text, a number or just wrong.
    private RawItem bare() throws IOException, UnreadableFile {
        var start = offset();
        beginItem();
        var inString = false;
        var escaped = false;
        var mark = next;
        while (true) {
            if (next == limit) {
                keep(mark);
                if (!fill()) {
                    throw UnreadableFile.truncated(start, offset());
                }
                mark = 0;
            }
            var c = buffer[next];
            if (escaped) {
                escaped = false;
            } else if (inString && c == '\\') {
                escaped = true;
            } else if (c == '"') {
                inString = !inString;
            } else if (!inString && (c == ',' || c == ']')) {
                keep(mark);
                return endItem(start, offset());
            }
            next++;
        }
    }

    private @Nullable RawItem nextLine() throws IOException, UnreadableFile {
        if (skipSpace() == -1) {
            return null;
        }
        var start = offset();
        beginItem();
        var mark = next;
        while (true) {
            if (next == limit) {
                keep(mark);
                mark = 0;
                if (!fill()) {
                    return lastLine(start);
                }
            }
            if (buffer[next] == '\n') {
                keep(mark);
                return endItem(start, offset());
            }
            next++;
        }
    }

    /// A last line without its end is complete only if its brackets are.
    private RawItem lastLine(long start) throws UnreadableFile {
        var depth = 0;
        var inString = false;
        for (var i = 0; i < itemLength; i++) {
            var c = item[i];
            if (inString) {
                if (c == '\\') {
                    i++;
                } else {
                    inString = c != '"';
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
        if (!tooLong && (inString || depth > 0)) {
            throw UnreadableFile.truncated(start, offset());
        }
        return endItem(start, offset());
    }

    private void beginItem() {
        itemLength = 0;
        tooLong = false;
        lineBreakSeen = false;
    }

    /// Adds the buffer from `mark` up to the next byte to the item.
    private void keep(int mark) {
        var length = next - mark;
        if (tooLong || itemLength + length > longestItem) {
            tooLong = true;
            itemLength = 0;
            return;
        }
        if (itemLength + length > item.length) {
            item = Arrays.copyOf(item, Math.max(2 * item.length, itemLength + length));
        }
        System.arraycopy(buffer, mark, item, itemLength, length);
        itemLength += length;
    }

    private RawItem endItem(long start, long end) {
        afterItem = true;
        return new RawItem(start, end, tooLong ? null : Arrays.copyOf(item, itemLength));
    }

    /// The next byte that is no white space, without taking it; -1 at the end.
    private int skipSpace() throws IOException {
        while (true) {
            var c = peek();
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return c;
            }
            next++;
        }
    }

    private int peek() throws IOException {
        return next < limit || fill() ? buffer[next] & 0xFF : -1;
    }

    private boolean fill() throws IOException {
        bufferStart += limit;
        next = 0;
        limit = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }
}
