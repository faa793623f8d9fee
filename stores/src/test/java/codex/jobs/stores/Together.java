package codex.jobs.stores;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Runs the same action on many threads at once.
public final class Together {

    private Together() {}

    /// What each of them answered; the first failure is thrown.
    public static <T> List<T> run(int threads, Callable<T> action) throws Exception {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var answers = new ArrayList<T>();
            for (var done : executor.invokeAll(Collections.nCopies(threads, action))) {
                answers.add(done.get());
            }
            return answers;
        }
    }
}
