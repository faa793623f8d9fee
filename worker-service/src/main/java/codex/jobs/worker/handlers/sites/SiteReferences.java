package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Copies things of a site page by page, with what they refer to: a thing of the same site becomes
/// its copy, anything else stays what it is. What belongs to the site is asked of the database for
/// each page, so memory does not grow with the site.
final class SiteReferences {

    private final ContentReader reader;
    private final Scope scope;
    private final SiteCopy copy;

    SiteReferences(ContentReader reader, Scope scope, SiteCopy copy) {
        this.reader = reader;
        this.scope = scope;
        this.copy = copy;
    }

    /// The copies of these things, in their order.
    List<Map<String, Object>> copies(ContentKind kind, List<Map<String, Object>> page) {
        var ids = resolved(wanted -> page.forEach(one -> copy.of(kind, one, wanted)));
        return page.stream()
                .map(one -> copy.of(kind, one, ids))
                // a list that can be written at once
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /// A document in which only keys say what is a reference, with the references of the clone.
    Map<String, Object> rewritten(Map<String, Object> document) {
        var ids = resolved(wanted -> new ReferenceRewriter(wanted).document(document));
        return new ReferenceRewriter(ids).document(document);
    }

    private interface Walk {
        void over(Ids wanted);
    }

    private Ids resolved(Walk walk) {
        var typed = new EnumMap<ContentKind, Set<String>>(ContentKind.class);
        var loose = new HashSet<String>();
        walk.over((kind, id) -> {
            if (kind == null) {
                loose.add(id);
            } else {
                typed.computeIfAbsent(kind, _ -> new HashSet<>()).add(id);
            }
            return id;
        });
        loose.remove(copy.base());
        var found = new EnumMap<ContentKind, Map<String, String>>(ContentKind.class);
        var anywhere = new HashMap<String, String>();
        anywhere.put(copy.base(), copy.site());
        for (var kind : SiteCopy.KINDS) {
            var asked = new HashSet<>(typed.getOrDefault(kind, Set.of()));
            asked.addAll(loose);
            var copies = copies(kind, asked);
            found.put(kind, copies);
            copies.forEach((id, copied) -> {
                if (loose.remove(id)) {
                    anywhere.put(id, copied);
                }
            });
        }
        return (kind, id) ->
                (kind == null ? anywhere : found.getOrDefault(kind, Map.of())).getOrDefault(id, id);
    }

    /// The ids of the copies of those that belong to the site.
    private Map<String, String> copies(ContentKind kind, Set<String> ids) {
        var copies = new HashMap<String, String>();
        for (var one : reader.ofSite(scope, kind, copy.base(), "_id", ids, "_id", "url", "key")) {
            copies.put(SiteCopy.id(one), copy.idOf(kind, one));
        }
        return copies;
    }
}
