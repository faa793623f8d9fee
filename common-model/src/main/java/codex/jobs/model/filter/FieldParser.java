package codex.jobs.model.filter;

import static codex.jobs.model.filter.Findings.quoted;

import codex.jobs.model.filter.FilterFinding.Code;
import codex.jobs.model.filter.Json.JsonText;
import codex.jobs.model.filter.Json.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The fields in `system` and `content`, and what is asked of each.
final class FieldParser {

    private static final String TYPE = "_t";

    private final ContentFields known;
    private final FilterLimits limits;
    private final Findings findings;
    private final ValueParser values;
    private int conditions;

    FieldParser(ContentFields known, FilterLimits limits, Findings findings) {
        this.known = known;
        this.limits = limits;
        this.findings = findings;
        this.values = new ValueParser(limits, findings);
    }

    static String folded(String key) {
        return key.toLowerCase(Locale.ROOT);
    }

    Filter system(Json json) {
        var parts = new ArrayList<Filter>();
        for (var member : findings.members(json, "system", FieldParser::folded)) {
            if (member.key().equals(TYPE)) {
                findings.checkType(member.value(), "EntrySystemFilter");
            } else {
                SystemField.named(member.key())
                        .ifPresentOrElse(
                                field -> parts.add(asked(field, field.kinds(), member)),
                                () -> unknown("There is no system field ", member));
            }
        }
        return Filter.all(parts);
    }

    Filter content(Json json) {
        var parts = new ArrayList<Filter>();
        for (var member : findings.members(json, "content", UnaryOperator.identity())) {
            var field = field(member.key());
            var kinds = field == null ? Optional.<Set<ValueKind>>empty() : known.kinds(field);
            if (field == null || kinds.isEmpty()) {
                unknown("No model has a field ", member);
            } else if (kinds.get().isEmpty()) {
                findings.add(
                        Code.NOT_COMPARABLE,
                        member.value(),
                        member.key() + " holds nothing that can be compared");
            } else {
                parts.add(asked(field, kinds.get(), member));
            }
        }
        return Filter.all(parts);
    }

    private static FilterField.@Nullable Content field(String alias) {
        return FilterField.Content.isAlias(alias) ? new FilterField.Content(alias) : null;
    }

    private void unknown(String message, Member member) {
        findings.add(Code.UNKNOWN_FIELD, member.value(), message + quoted(member.key()));
    }

    /// Everything that is asked of one field.
    private Filter asked(FilterField field, Set<ValueKind> possible, Member asked) {
        var members = findings.members(asked.value(), asked.key(), FieldParser::folded);
        var kind = kind(possible, members, asked);
        if (kind == null) {
            return Filter.everything();
        }
        List<Filter> parts = new ArrayList<>();
        var empty = true;
        for (var member : members) {
            if (!member.key().equals(TYPE)) {
                empty = false;
                condition(field, kind, member).ifPresent(parts::add);
            }
        }
        if (empty && asked.value() instanceof Json.JsonObject) {
            findings.add(Code.EMPTY, asked.value(), asked.key() + " needs an operator");
        }
        return Filter.all(parts);
    }

    private Optional<Filter> condition(FilterField field, ValueKind kind, Member member) {
        var operator = Operator.named(member.key()).filter(kind::knows);
        if (operator.isEmpty()) {
            findings.add(
                    Code.UNKNOWN_OPERATOR,
                    member.value(),
                    kind.typeName() + " has no operator " + quoted(member.key()));
            return Optional.empty();
        }
        if (++conditions > limits.conditions()) {
            if (conditions == limits.conditions() + 1) {
                findings.add(
                        Code.TOO_MANY_CONDITIONS,
                        member.value(),
                        "More than " + limits.conditions() + " conditions");
            }
            return Optional.empty();
        }
        return values.condition(field, kind, operator.get(), member.value());
    }

    /// What `_t` says, or what the field can only be; null if that cannot be told.
    private @Nullable ValueKind kind(Set<ValueKind> possible, List<Member> members, Member asked) {
        var only = possible.size() == 1 ? possible.iterator().next() : null;
        for (var member : members) {
            if (member.key().equals(TYPE)) {
                var said =
                        member.value() instanceof JsonText(_, var type)
                                ? ValueKind.ofType(type).filter(possible::contains)
                                : Optional.<ValueKind>empty();
                if (said.isEmpty()) {
                    findings.add(
                            Code.WRONG_TYPE,
                            member.value(),
                            asked.key() + " takes " + names(possible));
                }
                return said.orElse(only);
            }
        }
        if (only == null && asked.value() instanceof Json.JsonObject) {
            findings.add(
                    Code.TYPE_REQUIRED,
                    asked.value(),
                    asked.key() + " needs a _t: " + names(possible));
        }
        return only;
    }

    private static String names(Set<ValueKind> kinds) {
        return String.join(" or ", kinds.stream().sorted().map(ValueKind::typeName).toList());
    }
}
