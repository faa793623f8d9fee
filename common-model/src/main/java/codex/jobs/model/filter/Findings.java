package codex.jobs.model.filter;

import codex.jobs.model.filter.FilterFinding.Code;
import codex.jobs.model.filter.Json.JsonObject;
import codex.jobs.model.filter.Json.JsonText;
import codex.jobs.model.filter.Json.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;

/// What is wrong with one filter, as far as anybody wants to read it.
final class Findings {

    private static final int LONGEST_WORD = 64;

    private final List<FilterFinding> all = new ArrayList<>();

    void add(Code code, Json where, String message) {
        add(new FilterFinding(code, where.pointer(), message));
    }

    void add(FilterFinding finding) {
        if (all.size() < FilterLimits.FINDINGS) {
            all.add(finding);
        }
    }

    List<FilterFinding> all() {
        return all;
    }

    /// The members of what must be an object. One that occurs again is reported and left out.
    ///
    /// @param what the object is called in a message
    /// @param sameAs equal for keys that mean the same
    List<Member> members(Json json, String what, UnaryOperator<String> sameAs) {
        if (!(json instanceof JsonObject(_, var members))) {
            add(Code.WRONG_VALUE, json, what + " is an object");
            return List.of();
        }
        var seen = new HashSet<String>();
        var distinct = new ArrayList<Member>();
        for (var member : members) {
            if (seen.add(sameAs.apply(member.key()))) {
                distinct.add(member);
            } else {
                add(Code.DUPLICATE_KEY, member.value(), quoted(member.key()) + " occurs twice");
            }
        }
        return distinct;
    }

    /// A `_t` that can only be this.
    void checkType(Json json, String expected) {
        if (!(json instanceof JsonText(_, var type)) || !type.equals(expected)) {
            add(Code.WRONG_TYPE, json, "Here _t can only be " + expected);
        }
    }

    /// A client's word, for a message.
    static String quoted(String word) {
        return word.length() > LONGEST_WORD ? word.substring(0, LONGEST_WORD) + "…" : word;
    }
}
