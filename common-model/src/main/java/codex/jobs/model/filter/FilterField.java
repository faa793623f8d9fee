package codex.jobs.model.filter;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/// What of an entry a condition looks at.
public sealed interface FilterField permits SystemField, FilterField.Content {

    /// How it can be asked about.
    Set<ValueKind> kinds();

    /// A field of a model. For media, authors, sections and references, its texts are the ids.
    record Content(String alias) implements FilterField {

        private static final Pattern ALIAS = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,127}");
        private static final Set<ValueKind> KINDS =
                EnumSet.of(ValueKind.TEXT, ValueKind.NUMBER, ValueKind.TIME, ValueKind.BOOLEAN);

        public Content {
            if (!isAlias(alias)) {
                throw new IllegalArgumentException("Not the alias of a field");
            }
        }

        /// An alias goes into queries as a part of a path, so nothing else may.
        static boolean isAlias(String text) {
            return ALIAS.matcher(text).matches();
        }

        @Override
        public Set<ValueKind> kinds() {
            return KINDS;
        }
    }
}
