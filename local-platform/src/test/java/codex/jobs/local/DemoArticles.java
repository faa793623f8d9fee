package codex.jobs.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/// Writes the articles that the demo imports: the news of an invented harbour town, the same every
/// time. A few are wrong on purpose, each kind of mistake at places of its own.
final class DemoArticles {

    private static final Random CHANCE = new Random(20260105);
    private static final int COUNT = 2400;
    private static final LocalDateTime FIRST = LocalDateTime.of(2025, 1, 2, 6, 0);

    private record Desk(
            String section, List<String> subjects, List<String> events, List<String> details) {}

    private static final List<Desk> DESKS =
            List.of(
                    new Desk(
                            "city",
                            words(
                                    "The tram line|The fish market|The old customs house|The ring road|The night bus|The council hall"),
                            words(
                                    "opens again after repairs|closes for the winter|gets a second entrance|is moved to the north quay|goes on trial for a year|costs less than planned"),
                            words(
                                    "The works took eleven weeks and were finished two days early.|Neighbours had asked for it since the flood of last spring.|Three streets stay closed to lorries until the paint is dry.|The council voted for it with two voices against.")),
                    new Desk(
                            "culture",
                            words(
                                    "The harbour theatre|The brass band of the docks|A choir of forty pilots|The museum of small boats|The film club|A painter from the lighthouse"),
                            words(
                                    "begins its season|plays for the first time in the shipyard|shows work of thirty years|invites schools on Mondays|returns from a long tour|looks for new voices"),
                            words(
                                    "Every seat was taken an hour before the doors opened.|The rehearsals were held in an empty warehouse.|Tickets cost as much as a bowl of soup, on purpose.|The last evening ends with a walk along the pier.")),
                    new Desk(
                            "food",
                            words(
                                    "The bakery on Rope Street|A kitchen without a menu|The smokehouse|The Saturday market|A soup from the islands|The oldest coffee roaster"),
                            words(
                                    "bakes with seaweed|serves only what came in today|wins over the fishermen|teaches children to cook|shortens its queue|shares its recipe"),
                            words(
                                    "The dough rests for two nights and asks for nothing else.|Salt comes from the pans behind the dunes.|Whoever brings a jar pays half.|The secret, says the cook, is to wait.")),
                    new Desk(
                            "science",
                            words(
                                    "A buoy with a thermometer|The tide station|A class of divers|The weather office|A student of seagrass|The observatory on the hill"),
                            words(
                                    "measures the warmest March so far|counts more seals than last year|explains the fog|maps the sea bed|tests a quieter propeller|opens its archive"),
                            words(
                                    "The numbers go back to 1911 and fit on one wall.|The instrument is the size of a bread bin.|Errors are smaller than the thickness of a coin.|All readings can be downloaded, with the doubtful ones marked.")),
                    new Desk(
                            "sport",
                            words(
                                    "The rowing eight|The island ferry's crew|The under-twelves|The harbour swimmers|The chess club|A retired pilot"),
                            words(
                                    "wins by half a length|draws in the last minute|trains before sunrise|loses bravely|starts a new league|breaks a record of forty years"),
                            words(
                                    "The wind turned twice and helped nobody.|The referee had to borrow a whistle.|A thousand people stood on the breakwater.|The next match is on Sunday, weather permitting.")),
                    new Desk(
                            "travel",
                            words(
                                    "The path along the cliffs|A night train to the coast|The ferry to the outer islands|A cabin by the marsh|The canal by canoe|The coast by bicycle"),
                            words(
                                    "in three slow days|for people who like rain|with a dog|without a plan|when everyone else has gone home|on a small budget"),
                            words(
                                    "Bring boots, a map on paper, and time.|The last shop is at the bridge; after that there are only sheep.|Book the lower bunk: it is quieter.|At low tide the short cut saves an hour.")));

    private static final List<String> CATEGORIES = words("news|review|guide|opinion");
    private static final List<String> AUTHORS = words("ana|ben|cleo|dara");
    private static final List<String> TAGS =
            words(
                    "harbour|weekend|families|winter|summer|music|weather|history|by the sea|good news");

    private DemoArticles() {}

    /// Writes the file that is given.
    public static void main(String[] arguments) throws IOException {
        var items = IntStream.rangeClosed(1, COUNT).mapToObj(DemoArticles::article).toList();
        Files.writeString(Path.of(arguments[0]), "[\n" + String.join(",\n", items) + "\n]\n");
    }

    private static String article(int number) {
        var desk = DESKS.get(CHANCE.nextInt(DESKS.size()));
        var title = pick(desk.subjects()) + " " + pick(desk.events());
        var slug = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-" + number;
        var details = new ArrayList<>(desk.details());
        Collections.shuffle(details, CHANCE);
        var lead = details.get(0);
        var body =
                "<p>" + details.get(1) + "</p><p>" + details.get(2) + " " + details.get(3) + "</p>";
        var day = FIRST.plusHours(3L * number);
        var fields = new ArrayList<String>();
        if (!isWrong(number, 1)) {
            fields.add(text("title", title));
        }
        fields.add(text("slug", slug));
        fields.add(text("url", "/" + desk.section() + "/" + slug + "/"));
        fields.add(text("lead", lead));
        fields.add(text("body", body));
        fields.add(text("category", pick(CATEGORIES)));
        fields.add("\"sections\":[{\"id\":\"section-" + desk.section() + "\",\"isMain\":true}]");
        fields.add("\"tags\":[\"" + pick(TAGS) + "\"]");
        fields.add("\"author\":{\"id\":\"author-" + pick(AUTHORS) + "\"}");
        fields.add("\"minutes\":" + (isWrong(number, 2) ? "\"a few\"" : 1 + CHANCE.nextInt(9)));
        if (number % 4 == 0 && !isWrong(number - 1)) {
            fields.add("\"related\":{\"id\":\"" + id(number - 1) + "\"}");
        }
        if (isWrong(number, 3)) {
            fields.add(text("headline", title));
        }
        var model = isWrong(number, 4) ? "recipe" : "article";
        return "{"
                + text("id", id(number))
                + ",\"system\":{\"siteId\":\"site123\","
                + text("modelAlias", model)
                + ",\"status\":1,"
                + text("createdAt", day + ":00Z")
                + ","
                + text("publishedAt", day.plusHours(2) + ":00Z")
                + "},\"content\":{"
                + String.join(",", fields)
                + "},\"attrs\":{\"desk\":\""
                + desk.section()
                + "\"}}";
    }

    private static boolean isWrong(int number) {
        return IntStream.rangeClosed(1, 4).anyMatch(kind -> isWrong(number, kind));
    }

    /// Four of each kind, spread over the file.
    private static boolean isWrong(int number, int kind) {
        return number % (COUNT / 4) == kind * 97;
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "harbour-%05d", number);
    }

    private static String text(String name, String value) {
        return "\"" + name + "\":\"" + value + "\"";
    }

    private static String pick(List<String> from) {
        return from.get(CHANCE.nextInt(from.size()));
    }

    private static List<String> words(String text) {
        return List.of(text.split("\\|", -1));
    }
}
