package codex.jobs.api.graphql;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What it takes to answer a document: the sum over its operations, of each fragment wherever it is
/// used. Linear in the document's length, because each fragment is judged once.
///
/// @param depth fields inside fields
/// @param complexity fields that may be answered; saturates instead of overflowing
record DocumentCost(int depth, long complexity, long aliases, boolean introspects) {

    private static final DocumentCost NONE = new DocumentCost(0, 0, 0, false);

    private static final long MANY = Integer.MAX_VALUE;

    static DocumentCost of(Document document) {
        return new Walk(document).cost(document);
    }

    private DocumentCost and(DocumentCost other) {
        return new DocumentCost(
                Math.max(depth, other.depth),
                Math.min(MANY, complexity + other.complexity),
                Math.min(MANY, aliases + other.aliases),
                introspects || other.introspects);
    }

    private static final class Walk {

        private final Map<String, FragmentDefinition> fragments = new HashMap<>();
        private final Map<String, DocumentCost> judged = new HashMap<>();

        Walk(Document document) {
            document.getDefinitionsOfType(FragmentDefinition.class)
                    .forEach(fragment -> fragments.put(fragment.getName(), fragment));
        }

        DocumentCost cost(Document document) {
            return document.getDefinitionsOfType(OperationDefinition.class).stream()
                    .map(operation -> cost(operation.getSelectionSet()))
                    .reduce(NONE, DocumentCost::and);
        }

        private DocumentCost cost(@Nullable SelectionSet selections) {
            var sum = NONE;
            if (selections != null) {
                for (Selection<?> selection : selections.getSelections()) {
                    sum = sum.and(cost(selection));
                }
            }
            return sum;
        }

        private DocumentCost cost(Selection<?> selection) {
            return switch (selection) {
                case Field field -> cost(field);
                case InlineFragment inline -> cost(inline.getSelectionSet());
                case FragmentSpread spread -> cost(spread);
                default -> NONE;
            };
        }

        private DocumentCost cost(Field field) {
            var inside = cost(field.getSelectionSet());
            return new DocumentCost(
                    inside.depth + 1,
                    Math.min(MANY, 1 + length(field) * inside.complexity),
                    Math.min(MANY, inside.aliases + (field.getAlias() == null ? 0 : 1)),
                    inside.introspects || introspects(field));
        }

        private DocumentCost cost(FragmentSpread spread) {
            var known = judged.get(spread.getName());
            if (known != null) {
                return known;
            }
            var fragment = fragments.get(spread.getName());
            var cost = fragment == null ? NONE : cost(fragment.getSelectionSet());
            judged.put(spread.getName(), cost);
            return cost;
        }

        private static boolean introspects(Field field) {
            return field.getName().equals("__schema") || field.getName().equals("__type");
        }

        /// How many times what is inside may be answered.
        private static long length(Field field) {
            var limits = RequestLimits.PAGED.get(field.getName());
            if (limits == null) {
                return 1;
            }
            return field.getArguments().stream()
                    .filter(argument -> argument.getName().equals("limit"))
                    .findFirst()
                    .map(argument ->
                            argument.getValue() instanceof IntValue literal
                                    ? Math.clamp(literal.getValue().longValue(), 1, limits.most())
                                    : limits.most())
                    .orElse(limits.usual());
        }
    }
}
