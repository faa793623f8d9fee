package codex.jobs.stores.blobs;

import codex.jobs.stores.blobs.Completion.Incomplete;
import codex.jobs.stores.blobs.Completion.Mismatch;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How a file is cut: parts of one size, the last one with what is left.
///
/// @param size of the file in bytes, at least 1
/// @param partSize in bytes, at least 1
public record PartPlan(long size, long partSize) {

    /// S3's limit.
    public static final int MAX_PARTS = 10_000;

    public PartPlan {
        if (size < 1 || partSize < 1 || (size - 1) / partSize >= MAX_PARTS) {
            throw new IllegalArgumentException("A file has 1 to 10,000 parts");
        }
    }

    public int count() {
        return (int) ((size - 1) / partSize) + 1;
    }

    /// The size of a part, counted from 1.
    public long sizeOf(int number) {
        return number < count() ? partSize : size - (count() - 1) * partSize;
    }

    /// What keeps `named` and `sent` from being exactly the planned file. Checked here because
    /// compatible stores differ: some join parts across a gap or in another order, some answer with
    /// an internal error.
    Optional<Completion> problem(List<PartTag> named, List<Part> sent) {
        var tags = new TreeMap<Integer, String>();
        for (var part : named) {
            if (part.number() < 1 || part.number() > count()) {
                return mismatch(part.number(), "is not part of the file");
            }
            if (tags.put(part.number(), part.etag()) != null) {
                return mismatch(part.number(), "is named twice");
            }
        }
        var arrived = sent.stream().map(Part::number).collect(Collectors.toSet());
        var missing =
                IntStream.rangeClosed(1, count())
                        .filter(number -> !tags.containsKey(number) || !arrived.contains(number))
                        .boxed()
                        .toList();
        if (!missing.isEmpty()) {
            return Optional.of(new Incomplete(missing));
        }
        return sent.stream()
                .flatMap(part -> difference(part, tags.get(part.number())).stream())
                .findFirst();
    }

    private Optional<Completion> difference(Part sent, @Nullable String etag) {
        if (!sent.etag().equals(etag)) {
            return mismatch(sent.number(), "was sent, but not with the ETag named");
        }
        return sent.sizeInBytes() == sizeOf(sent.number())
                ? Optional.empty()
                : mismatch(sent.number(), "has another size than planned");
    }

    private static Optional<Completion> mismatch(int part, String why) {
        return Optional.of(new Mismatch("Part " + part + " " + why));
    }
}
