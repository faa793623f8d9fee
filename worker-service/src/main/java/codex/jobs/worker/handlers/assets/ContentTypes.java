package codex.jobs.worker.handlers.assets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/// What a file is, by its bytes alone: neither a server nor a file name is believed. The signatures
/// are Apache Tika's; here is decided what they leave open.
final class ContentTypes {

    private static final int HEAD = 64 * 1024;
    private static final String UNKNOWN = "application/octet-stream";
    private static final String TEXT = "text/plain";
    private static final MimeTypes SIGNATURES = MimeTypes.getDefaultMimeTypes();

    /// How a text begins that a browser takes for a page (WHATWG MIME Sniffing, section 7.1), and
    /// markup that it runs wherever it stands alone.
    private static final List<String> PAGES =
            List.of(
                    "<!doctype html",
                    "<html",
                    "<head",
                    "<script",
                    "<iframe",
                    "<h1",
                    "<div",
                    "<font",
                    "<table",
                    "<a",
                    "<style",
                    "<title",
                    "<b",
                    "<body",
                    "<br",
                    "<p",
                    "<!--",
                    "<img",
                    "<svg",
                    "<math",
                    "<object",
                    "<embed",
                    "<form");

    private ContentTypes() {}

    /// @throws UncheckedIOException the file of this machine could not be read
    static String of(Path file) {
        try {
            var head = head(file);
            var found = SIGNATURES.detect(new ByteArrayInputStream(head), new Metadata());
            return refined(found.getBaseType().toString(), head, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] head(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var head = in.readNBytes(HEAD);
            var hasMark =
                    head.length >= 3
                            && head[0] == (byte) 0xEF
                            && head[1] == (byte) 0xBB
                            && head[2] == (byte) 0xBF;
            return hasMark ? Arrays.copyOfRange(head, 3, head.length) : head;
        }
    }

    private static String refined(String found, byte[] head, Path file) throws IOException {
        var text = new String(head, StandardCharsets.ISO_8859_1);
        return switch (found) {
            case "application/x-matroska" ->
                    text.contains("webm") ? "video/webm" : "video/x-matroska";
            case "video/quicktime" -> media(text);
            case "application/x-tika-msoffice" -> OfficeDocuments.ofCompound(file);
            case "application/zip", "application/x-tika-ooxml" -> OfficeDocuments.ofZip(text);
            case TEXT -> text(text);
            case UNKNOWN -> unknown(text);
            default -> found;
        };
    }

    /// ISO base media: the brand tells.
    private static String media(String text) {
        if (!text.startsWith("ftyp", 4) || text.length() < 12) {
            return "video/quicktime";
        }
        return switch (text.substring(8, 12)) {
            case "avif", "avis" -> "image/avif";
            case "qt  " -> "video/quicktime";
            default -> "video/mp4";
        };
    }

    private static String unknown(String text) {
        if (text.startsWith("\u00ff\u00f1") || text.startsWith("\u00ff\u00f9")) {
            return "audio/aac";
        }
        return isText(text) ? text(text) : UNKNOWN;
    }

    /// Whatever its encoding: no control characters other than line breaks, tabs and the like.
    private static boolean isText(String text) {
        return !text.isEmpty()
                && text.chars().noneMatch(c -> (c < 0x20 && (c < '\t' || c > '\r')) || c == 0x7f);
    }

    private static String text(String text) {
        var start = text.stripLeading().toLowerCase(Locale.ROOT);
        return PAGES.stream().anyMatch(page -> isTag(start, page)) ? "text/html" : TEXT;
    }

    private static boolean isTag(String start, String tag) {
        return start.startsWith(tag)
                && (tag.startsWith("<!")
                        || start.length() == tag.length()
                        || !Character.isLetterOrDigit(start.charAt(tag.length())));
    }
}
