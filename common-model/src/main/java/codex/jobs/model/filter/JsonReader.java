package codex.jobs.model.filter;

import codex.jobs.model.filter.Json.JsonList;
import codex.jobs.model.filter.Json.JsonNull;
import codex.jobs.model.filter.Json.JsonNumber;
import codex.jobs.model.filter.Json.JsonObject;
import codex.jobs.model.filter.Json.JsonText;
import codex.jobs.model.filter.Json.JsonTruth;
import codex.jobs.model.filter.Json.Member;
import java.util.ArrayList;
import java.util.regex.Pattern;

/// Reads JSON (RFC 8259) from a text of bounded length. Written here because filters need three
/// things together: pointers into the text as given, every repetition of a key, and what is left
/// after the value.
final class JsonReader {

    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern SPACE = Pattern.compile("[ \\t\\n\\r]*");

    private final String text;
    private int at;

    JsonReader(String text) {
        this.text = text;
    }

    /// The value with which the text begins.
    Json value() throws Malformed {
        return value("", 0);
    }

    /// What the text has after the value.
    String rest() {
        return text.substring(at).strip();
    }

    /// That there is something.
    FilterFinding tooMuch() {
        skipSpace();
        return malformed("", "The filter ends before this,").finding();
    }

    private Json value(String pointer, int depth) throws Malformed {
        skipSpace();
        return switch (peek()) {
            case '{' -> object(pointer, depth);
            case '[' -> list(pointer, depth);
            case '"' -> new JsonText(pointer, string(pointer));
            case 't' -> word("true", new JsonTruth(pointer, true));
            case 'f' -> word("false", new JsonTruth(pointer, false));
            case 'n' -> word("null", new JsonNull(pointer));
            default -> number(pointer);
        };
    }

    private JsonObject object(String pointer, int depth) throws Malformed {
        enter(pointer, depth);
        var members = new ArrayList<Member>();
        if (ends('}')) {
            return new JsonObject(pointer, members);
        }
        do {
            skipSpace();
            if (peek() != '"') {
                throw malformed(pointer, "A key in double quotes was expected");
            }
            var key = string(pointer);
            skipSpace();
            if (peek() != ':') {
                throw malformed(pointer, "A colon was expected");
            }
            at++;
            members.add(new Member(key, value(Json.pointer(pointer, key), depth + 1)));
        } while (continues(pointer, '}'));
        return new JsonObject(pointer, members);
    }

    private JsonList list(String pointer, int depth) throws Malformed {
        enter(pointer, depth);
        var elements = new ArrayList<Json>();
        if (ends(']')) {
            return new JsonList(pointer, elements);
        }
        do {
            elements.add(value(pointer + "/" + elements.size(), depth + 1));
        } while (continues(pointer, ']'));
        return new JsonList(pointer, elements);
    }

    private void enter(String pointer, int depth) throws Malformed {
        if (depth >= FilterLimits.NESTING) {
            throw new Malformed(
                    new FilterFinding(
                            FilterFinding.Code.TOO_DEEP, pointer, "The filter is nested too deep"));
        }
        at++;
    }

    private boolean ends(char end) {
        skipSpace();
        if (peek() == end) {
            at++;
            return true;
        }
        return false;
    }

    private boolean continues(String pointer, char end) throws Malformed {
        if (ends(end)) {
            return false;
        }
        if (peek() != ',') {
            throw malformed(pointer, "A comma or " + end + " was expected");
        }
        at++;
        return true;
    }

    private String string(String pointer) throws Malformed {
        var string = new StringBuilder();
        at++;
        for (var next = peek(); next != '"'; next = peek()) {
            if (next < ' ') {
                throw malformed(pointer, "A text does not end");
            }
            at++;
            string.append(next == '\\' ? escaped(pointer) : next);
        }
        at++;
        for (var i = 0; i < string.length(); i += Character.charCount(string.codePointAt(i))) {
            if (Character.getType(string.codePointAt(i)) == Character.SURROGATE) {
                throw malformed(pointer, "Half of a character was found before this");
            }
        }
        return string.toString();
    }

    private char escaped(String pointer) throws Malformed {
        var escape = peek();
        at++;
        return switch (escape) {
            case '"', '\\', '/' -> escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(pointer);
            default -> throw malformed(pointer, "After a backslash stands what needs none");
        };
    }

    private char unicode(String pointer) throws Malformed {
        var code = 0;
        for (var end = at + 4; at < end; at++) {
            var digit = Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') {
                throw malformed(pointer, "Four hexadecimal digits were expected");
            }
            code = 16 * code + digit;
        }
        return (char) code;
    }

    private Json word(String word, Json meaning) throws Malformed {
        if (!text.startsWith(word, at)) {
            throw malformed(meaning.pointer(), "A value was expected");
        }
        at += word.length();
        return meaning;
    }

    private JsonNumber number(String pointer) throws Malformed {
        var number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw malformed(pointer, "A value was expected");
        }
        at = number.end();
        return new JsonNumber(pointer, number.group());
    }

    private void skipSpace() {
        var space = SPACE.matcher(text).region(at, text.length());
        at = space.lookingAt() ? space.end() : at;
    }

    /// NUL after the end, which is nowhere allowed.
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private Malformed malformed(String pointer, String message) {
        return new Malformed(
                new FilterFinding(
                        FilterFinding.Code.MALFORMED,
                        pointer,
                        message + " at character " + (at + 1)));
    }

    /// The text cannot be read.
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient FilterFinding finding;

        private Malformed(FilterFinding finding) {
            super(finding.message(), null, false, false);
            this.finding = finding;
        }

        FilterFinding finding() {
            return finding;
        }
    }
}
