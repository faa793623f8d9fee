package codex.jobs.model.filter;

import codex.jobs.model.filter.Json.JsonObject;
import codex.jobs.model.filter.Json.JsonText;
import codex.jobs.model.filter.Json.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The one repair (specification 1.11): the public documentation shows an export's filter from
/// which a piece was cut out, so that a brace is left over and the system fields stand one level
/// too high.
final class FilterRepair {

    private static final String TYPE = "_t";

    private static final Set<String> WORDS = Set.of("system", "content", "and", "or", "not");

    private FilterRepair() {}

    /// Whether this is all that the text has too much.
    static boolean isSurplus(String rest) {
        return rest.chars().allMatch(one -> one == '}' || Character.isWhitespace(one));
    }

    /// Puts what begins with a capital letter into `system`. What stood somewhere keeps its place
    /// in pointers.
    static Json repaired(Json json) {
        if (!(json instanceof JsonObject(var pointer, var members))) {
            return json;
        }
        var kept = new ArrayList<Member>();
        var moved = new ArrayList<Member>();
        for (var member : members) {
            if (isSystem(member)) {
                moved.add(member);
            } else if (!(FieldParser.folded(member.key()).equals("system")
                    && member.value() instanceof JsonObject(_, var fields))) {
                kept.add(member);
            } else {
                moved.addAll(isOnlyType(fields) ? List.of() : fields);
            }
        }
        kept.add(new Member("system", new JsonObject(pointer + "/system", moved)));
        return new JsonObject(pointer, kept);
    }

    private static boolean isSystem(Member member) {
        var key = member.key();
        return key.equals(TYPE)
                ? member.value() instanceof JsonText(_, var type)
                        && type.equals("EntrySystemFilter")
                : !key.isEmpty()
                        && Character.isUpperCase(key.charAt(0))
                        && !WORDS.contains(FieldParser.folded(key));
    }

    /// `{"_t":"StringFilter"}`, the rest of the field that was cut out.
    private static boolean isOnlyType(List<Member> fields) {
        return fields.size() == 1
                && fields.getFirst().key().equals(TYPE)
                && fields.getFirst().value() instanceof JsonText(_, var type)
                && type.equals(ValueKind.TEXT.typeName());
    }
}
