package codex.jobs.model.filter;

import java.util.List;

/// JSON as it was read: members in order and with their repetitions, numbers as they were written,
/// every value with the place where it stood.
sealed interface Json {

    String pointer();

    record JsonObject(String pointer, List<Member> members) implements Json {}

    record JsonList(String pointer, List<Json> elements) implements Json {}

    record JsonText(String pointer, String text) implements Json {}

    record JsonNumber(String pointer, String literal) implements Json {}

    record JsonTruth(String pointer, boolean isTrue) implements Json {}

    record JsonNull(String pointer) implements Json {}

    record Member(String key, Json value) {}

    /// The place of a member (RFC 6901).
    static String pointer(String parent, String key) {
        return parent + "/" + key.replace("~", "~0").replace("/", "~1");
    }
}
