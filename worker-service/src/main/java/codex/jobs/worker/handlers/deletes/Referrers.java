package codex.jobs.worker.handlers.deletes;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.filter.Filter;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Who refers to entries that are to be deleted, and stays. Any number may: they are looked at page
/// by page, and only a few are remembered by name.
final class Referrers {

    private static final int PAGE = 500;
    private static final int NAMED = 10;

    private final ContentReader reader;
    private final Scope scope;
    private final Filter meant;
    private final Function<Collection<String>, Set<String>> kept;
    private final Map<String, List<String>> required = new HashMap<>();
    private final String[] fields;

    /// How many refer to one entry, and some of them.
    record Found(long count, List<String> some) {

        Found and(String id) {
            var names = some;
            if (names.size() < NAMED) {
                names = new ArrayList<>(some);
                names.add(id);
            }
            return new Found(count + 1, names);
        }

        String text() {
            return String.join(", ", some) + (count > some.size() ? ", …" : "");
        }
    }

    /// @param meant which entries the job deletes, unless they are kept
    /// @param kept which of these entries stay all the same
    Referrers(
            ContentReader reader,
            Scope scope,
            Filter meant,
            Function<Collection<String>, Set<String>> kept) {
        this.reader = reader;
        this.scope = scope;
        this.meant = meant;
        this.kept = kept;
        var read = new LinkedHashSet<>(List.of("_id", "system.modelId", "references"));
        for (var model : reader.models(scope)) {
            var aliases = requiredIn(model);
            required.put(model.id(), aliases);
            aliases.forEach(alias -> read.add("content." + alias));
        }
        this.fields = read.toArray(String[]::new);
    }

    private static List<String> requiredIn(ContentModel model) {
        return model.fields().values().stream()
                .filter(field -> field.type() == FieldType.REFERENCE)
                .filter(field -> field.validations().isRequired())
                .map(field -> field.alias())
                .toList();
    }

    /// Whether any model has a reference that must be there.
    boolean canRequire() {
        return required.values().stream().anyMatch(aliases -> !aliases.isEmpty());
    }

    /// Entries that these entries must refer to.
    Set<String> requiredBy(Collection<String> ids) {
        var targets = new LinkedHashSet<String>();
        for (var document : reader.byIds(scope, ContentKind.ENTRIES, ids, fields)) {
            targets.addAll(required(new StoredEntry(document)));
        }
        return targets;
    }

    private Set<String> required(StoredEntry entry) {
        var targets = new LinkedHashSet<String>();
        required.getOrDefault(entry.modelId(), List.of())
                .forEach(alias -> targets.addAll(entry.idsIn(alias)));
        return targets;
    }

    /// Who stays and must refer to these.
    Map<String, Found> requiring(Collection<String> ids) {
        return found(ids, this::required);
    }

    /// Who stays and refers to these.
    Map<String, Found> referring(Collection<String> ids) {
        return found(ids, StoredEntry::references);
    }

    private Map<String, Found> found(
            Collection<String> ids, Function<StoredEntry, Set<String>> targets) {
        var found = new LinkedHashMap<String, Found>();
        var wanted = new HashSet<>(ids);
        for (var after = ""; !wanted.isEmpty(); ) {
            var page = reader.referrers(scope, wanted, after, PAGE, fields);
            if (page.isEmpty()) {
                break;
            }
            var entries = page.stream().map(StoredEntry::new).toList();
            var going = going(entries.stream().map(StoredEntry::id).toList());
            for (var entry : entries) {
                if (!going.contains(entry.id())) {
                    for (var target : targets.apply(entry)) {
                        if (wanted.contains(target)) {
                            found.merge(
                                    target,
                                    new Found(1, List.of(entry.id())),
                                    (sum, _) -> sum.and(entry.id()));
                        }
                    }
                }
            }
            after = entries.getLast().id();
        }
        return found;
    }

    private Set<String> going(List<String> ids) {
        var going = new HashSet<>(reader.meant(scope, meant, ids));
        going.removeAll(kept.apply(going));
        return going;
    }
}
