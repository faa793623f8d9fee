package codex.jobs.worker.handlers.sites;

import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.content.ContentReader;
import codex.jobs.stores.content.ContentWriter;
import codex.jobs.stores.content.EntryReader;
import codex.jobs.stores.content.SiteBuilds;
import codex.jobs.stores.search.IndexBuilds;
import codex.jobs.stores.search.IndexWriter;
import codex.jobs.stores.search.SearchIndex;
import codex.jobs.stores.tenants.RetiredContent;
import codex.jobs.stores.tenants.RetiredContent.Retired;
import codex.jobs.worker.runtime.BackgroundDuty;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Removes what belongs to sites whose making was given up, unless readers see them by now: what is
/// in the indices first, then the things, then the site itself. Every worker looks for them; two
/// may remove the same.
final class SiteDropping implements BackgroundDuty {

    private static final int BATCH = 20;
    private static final int PAGE = 500;

    /// By then, whoever still wrote for a job that was over has noticed that it is.
    private static final Duration ONCE_MORE_AFTER = Duration.ofMinutes(10);

    private final RetiredContent retired;
    private final SiteBuilds sites;
    private final ContentReader reader;
    private final EntryReader entries;
    private final ContentWriter writer;
    private final IndexBuilds indices;
    private final IndexWriter index;
    private final Duration period;
    private final InstantSource clock;

    SiteDropping(
            RetiredContent retired,
            SiteBuilds sites,
            ContentReader reader,
            EntryReader entries,
            ContentWriter writer,
            IndexBuilds indices,
            IndexWriter index,
            Duration period,
            InstantSource clock) {
        this.retired = retired;
        this.sites = sites;
        this.reader = reader;
        this.entries = entries;
        this.writer = writer;
        this.indices = indices;
        this.index = index;
        this.period = period;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "site-dropping";
    }

    @Override
    public Duration period() {
        return period;
    }

    @Override
    public void perform() {
        retired.dueSites(clock.instant(), BATCH).forEach(this::drop);
    }

    private void drop(Retired content) {
        if (!retired.startDropping(content)) {
            return;
        }
        var scope =
                new Scope(
                        content.organization(),
                        content.environment(),
                        Objects.requireNonNull(content.generation()));
        var site = Objects.requireNonNull(content.site());
        if (sites.giveUp(scope, site)) {
            for (var from : SearchIndex.values()) {
                IndexSite.kinds(from).forEach(kind -> drop(scope, site, kind, from));
            }
            // in no index
            drop(scope, site, ContentKind.SETTINGS, null);
            sites.remove(scope, site);
        }
        retired.dropped(content, clock.instant().plus(ONCE_MORE_AFTER));
    }

    private void drop(Scope scope, String site, ContentKind kind, @Nullable SearchIndex from) {
        var isIndexed = from != null && indices.exists(scope, from);
        try (var pages = new SitePages(reader, entries, scope, site, PAGE)) {
            for (var page = pages.after(kind, null, "_id"); !page.isEmpty(); ) {
                var ids = page.stream().map(SiteCopy::id).toList();
                if (from != null && isIndexed) {
                    index.write(scope, from, Map.of(), ids);
                }
                writer.remove(scope, kind, ids);
                page = pages.after(kind, ids.getLast(), "_id");
            }
        }
    }
}
