package codex.jobs.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;

/// What can be chosen on the command line.
///
/// @param port of the API; 0 takes a free one
/// @param dataDir everything that is kept, and the logs
/// @param workers how many worker services, at least 1
/// @param schedulers how many scheduler services, at least 1
record Options(int port, Path dataDir, int workers, int schedulers) {

    private static final int MOST = 16;

    /// @throws CannotStart naming what is wrong
    static Options parse(Options defaults, String... arguments) {
        var options = defaults;
        var rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            var name = rest.next();
            options =
                    switch (name) {
                        case "--port" -> options.withPort(number(name, rest, 0, 65535));
                        case "--data-dir" -> options.withDataDir(Path.of(value(name, rest)));
                        case "--workers" -> options.withWorkers(number(name, rest, 1, MOST));
                        case "--schedulers" -> options.withSchedulers(number(name, rest, 1, MOST));
                        default ->
                                throw new CannotStart(
                                        "Unknown option "
                                                + name
                                                + ". There are --port, --data-dir, --workers and"
                                                + " --schedulers.");
                    };
        }
        return options;
    }

    private Options withPort(int value) {
        return new Options(value, dataDir, workers, schedulers);
    }

    private Options withDataDir(Path value) {
        return new Options(port, value, workers, schedulers);
    }

    private Options withWorkers(int value) {
        return new Options(port, dataDir, value, schedulers);
    }

    private Options withSchedulers(int value) {
        return new Options(port, dataDir, workers, value);
    }

    private static int number(String name, Iterator<String> rest, int least, int most) {
        var text = value(name, rest);
        try {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new CannotStart(
                name + " takes a number from " + least + " to " + most + ", not " + text + ".");
    }

    private static String value(String name, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new CannotStart(name + " needs a value.");
        }
        return rest.next();
    }
}
