package codex.jobs.api.uploads;

import java.text.Normalizer;
import java.util.regex.Pattern;

/// A client's file name → the last part of an object key: letters, digits, `.`, `_` and `-`.
final class FileName {

    static final int LONGEST = 255;

    private static final int LONGEST_KEPT = 128;
    private static final Pattern FOLDERS = Pattern.compile(".*[/\\\\]", Pattern.DOTALL);
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{N}._-]+");
    private static final Pattern LEADING_DOTS = Pattern.compile("^[.]+");

    private FileName() {}

    static String sanitised(String name) {
        var base =
                FOLDERS.matcher(Normalizer.normalize(name, Normalizer.Form.NFC)).replaceFirst("");
        var safe = LEADING_DOTS.matcher(OTHERS.matcher(base).replaceAll("_")).replaceFirst("");
        var codePoints = safe.codePointCount(0, safe.length());
        // The end says what the file is.
        var kept =
                codePoints > LONGEST_KEPT
                        ? safe.substring(safe.offsetByCodePoints(0, codePoints - LONGEST_KEPT))
                        : safe;
        return kept.isEmpty() ? "file" : kept;
    }
}
