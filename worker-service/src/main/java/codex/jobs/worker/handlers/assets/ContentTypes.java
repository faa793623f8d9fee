package codex.jobs.worker.handlers.assets;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What bytes are, by the bytes alone: neither a server nor a file name is believed. Knows the
/// types that an asset may be, and those that must not pass as one of them.
final class ContentTypes {

    /// So many bytes of the beginning are enough to tell.
    static final int ENOUGH = 8 * 1024;

    private static final String UNKNOWN = "application/octet-stream";

    /// First bytes, as ISO 8859-1.
    private static final Map<String, String> SIGNATURES = signatures();

    private static final List<String> HTML =
            List.of("<!doctype html", "<html", "<head", "<body", "<script", "<iframe");

    private ContentTypes() {}

    private static Map<String, String> signatures() {
        var types = new LinkedHashMap<String, String>();
        types.put("\u0089PNG\r\n\u001a\n", "image/png");
        types.put("\u00ff\u00d8\u00ff", "image/jpeg");
        types.put("GIF87a", "image/gif");
        types.put("GIF89a", "image/gif");
        types.put("II*\0", "image/tiff");
        types.put("MM\0*", "image/tiff");
        types.put("\0\0\u0001\0", "image/x-icon");
        types.put("%PDF-", "application/pdf");
        types.put("{\\rtf", "application/rtf");
        types.put("ID3", "audio/mpeg");
        types.put("\u00ff\u00fb", "audio/mpeg");
        types.put("\u00ff\u00f3", "audio/mpeg");
        types.put("\u00ff\u00f2", "audio/mpeg");
        types.put("\u00ff\u00f1", "audio/aac");
        types.put("\u00ff\u00f9", "audio/aac");
        types.put("fLaC", "audio/flac");
        types.put("\0\0\u0001\u00ba", "video/mpeg");
        types.put("\0\0\u0001\u00b3", "video/mpeg");
        types.put("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "application/msword");
        return types;
    }

    /// The type of content that begins so.
    static String of(byte[] head) {
        var text = new String(head, StandardCharsets.ISO_8859_1);
        for (var signature : SIGNATURES.entrySet()) {
            if (text.startsWith(signature.getKey())) {
                return signature.getValue();
            }
        }
        if (text.startsWith("RIFF") && text.length() >= 12) {
            return switch (text.substring(8, 12)) {
                case "WEBP" -> "image/webp";
                case "WAVE" -> "audio/wav";
                case "AVI " -> "video/x-msvideo";
                default -> UNKNOWN;
            };
        }
        if (text.startsWith("ftyp", 4) && text.length() >= 12) {
            return media(text.substring(8, 12));
        }
        if (text.startsWith("OggS")) {
            return text.contains("\u0080theora") ? "video/ogg" : "audio/ogg";
        }
        if (text.startsWith("\u001aE\u00df\u00a3")) {
            return text.contains("webm") ? "video/webm" : "video/x-matroska";
        }
        if (text.startsWith("BM") && text.startsWith("\0\0\0\0", 6)) {
            return "image/bmp";
        }
        if (text.startsWith("PK\u0003\u0004") || text.startsWith("PK\u0005\u0006")) {
            return archive(text);
        }
        return isText(head) ? text(text) : UNKNOWN;
    }

    private static String media(String brand) {
        return switch (brand) {
            case "avif", "avis" -> "image/avif";
            case "heic", "heix", "mif1", "msf1" -> "image/heic";
            case "M4A ", "M4B " -> "audio/mp4";
            case "qt  " -> "video/quicktime";
            default -> "video/mp4";
        };
    }

    /// Office documents are archives: the names of their first members tell.
    private static String archive(String text) {
        var open = text.indexOf("mimetypeapplication/vnd.oasis.opendocument.");
        if (open >= 0) {
            var start = open + "mimetype".length();
            var end = start;
            while (end < text.length() && isNameCharacter(text.charAt(end))) {
                end++;
            }
            return text.substring(start, end);
        }
        if (text.contains("[Content_Types].xml") || text.contains("_rels/.rels")) {
            var kind =
                    text.contains("xl/")
                            ? "spreadsheetml.sheet"
                            : text.contains("ppt/")
                                    ? "presentationml.presentation"
                                    : "wordprocessingml.document";
            return "application/vnd.openxmlformats-officedocument." + kind;
        }
        return "application/zip";
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '/';
    }

    /// No control characters other than line breaks, tabs and the like.
    private static boolean isText(byte[] head) {
        if (head.length == 0) {
            return false;
        }
        for (var b : head) {
            if ((b >= 0 && b < 0x20 && (b < '\t' || b > '\r')) || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static String text(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("\u00ef\u00bb\u00bf")) {
            lower = lower.substring(3);
        }
        var start = lower.stripLeading();
        if (HTML.stream().anyMatch(start::startsWith)) {
            return "text/html";
        }
        if (start.startsWith("<svg") || (start.startsWith("<?xml") && lower.contains("<svg"))) {
            return "image/svg+xml";
        }
        return start.startsWith("<?xml") ? "application/xml" : "text/plain";
    }
}
