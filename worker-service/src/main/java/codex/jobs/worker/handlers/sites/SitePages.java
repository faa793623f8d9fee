package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.filter.Filter;
import codex.jobs.model.filter.SystemField;
import codex.jobs.model.filter.Value;
import codex.jobs.model.filter.ValueKind;
import codex.jobs.model.filter.ValueTest;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.EntryPages;
import codex.jobs.stores.content.EntryReader;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a site has, page by page in the order of ids, each page small enough to be held. Pages of
/// entries that follow each other come from one cursor. For one thread.
final class SitePages implements AutoCloseable {

    private static final int FEW = 20;

    private final ContentReader reader;
    private final EntryReader entries;
    private final Scope scope;
    private final String site;
    private final int size;

    private @Nullable EntryPages open;
    private @Nullable String openAfter;

    /// @param size documents of a page at most
    SitePages(ContentReader reader, EntryReader entries, Scope scope, String site, int size) {
        this.reader = reader;
        this.entries = entries;
        this.scope = scope;
        this.site = site;
        this.size = size;
    }

    /// The next page behind an id; empty if there is none.
    List<Map<String, Object>> after(ContentKind kind, @Nullable String after) {
        return kind == ContentKind.ENTRIES
                ? entriesAfter(after)
                : reader.ofSite(
                        scope, kind, site, Objects.requireNonNullElse(after, ""), size(kind));
    }

    private int size(ContentKind kind) {
        return mayBeLarge(kind) ? Math.min(size, FEW) : size;
    }

    /// Of some kinds there are few things, each of which may be large.
    static boolean mayBeLarge(ContentKind kind) {
        return switch (kind) {
            case LISTS, VIEWS, SETTINGS -> true;
            default -> false;
        };
    }

    private List<Map<String, Object>> entriesAfter(@Nullable String after) {
        if (open == null || !Objects.equals(openAfter, after)) {
            close();
            open = entries.pages(scope, ofSite(), after, size);
        }
        var page = open.next();
        openAfter = page.isEmpty() ? after : SiteCopy.id(page.getLast());
        return page;
    }

    /// The next page, with these fields only.
    List<Map<String, Object>> after(ContentKind kind, @Nullable String after, String... fields) {
        var start = Objects.requireNonNullElse(after, "");
        return kind == ContentKind.ENTRIES
                ? reader.entries(scope, ofSite(), start, size, fields)
                : reader.ofSite(scope, kind, site, start, size, fields);
    }

    /// The entries among these, to be closed by the caller.
    EntryPages entries(Collection<String> ids) {
        return entries.pages(
                scope, Filter.all(List.of(ofSite(), among(SystemField.ID, ids))), null, size);
    }

    private Filter ofSite() {
        return among(SystemField.SITE_ID, Set.of(site));
    }

    private static Filter among(SystemField field, Collection<String> values) {
        var texts = new LinkedHashSet<Value>();
        values.forEach(value -> texts.add(new Value.Text(value)));
        return new Filter.Condition(field, ValueKind.TEXT, new ValueTest.OneOf(texts));
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
