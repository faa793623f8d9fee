package codex.jobs.worker.handlers.assets;

import codex.jobs.worker.handlers.items.FileLayout;
import codex.jobs.worker.handlers.items.FilePlace;
import codex.jobs.worker.handlers.items.ImportPass;
import codex.jobs.worker.handlers.items.ItemChunk;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where an import of assets stands between two chunks.
///
/// @param isAtEnd whether the file is read, as far as it can be
/// @param problemCode why it could not be read to its end
/// @param problem the same in words
/// @param pass which time through the file this is
record AssetPosition(
        FilePlace place,
        boolean isAtEnd,
        @Nullable String problemCode,
        @Nullable String problem,
        ImportPass pass) {

    static AssetPosition of(Map<String, String> position) {
        return new AssetPosition(
                new FilePlace(
                        FileLayout.valueOf(position.getOrDefault("layout", "UNKNOWN")),
                        Long.parseLong(position.getOrDefault("offset", "0")),
                        Long.parseLong(position.getOrDefault("item", "0"))),
                position.containsKey("end"),
                position.get("problemCode"),
                position.get("problem"),
                ImportPass.of(position));
    }

    /// The beginning of another pass.
    ///
    /// @param chunk its first
    AssetPosition again(long chunk) {
        return new AssetPosition(
                FilePlace.START, false, null, null, pass.next(chunk, place.item()));
    }

    AssetPosition behind(ItemChunk chunk) {
        var reason = chunk.problem();
        return new AssetPosition(
                chunk.end(),
                chunk.isLast(),
                reason == null ? null : reason.code(),
                reason == null ? null : reason.reason(),
                pass);
    }

    Map<String, String> asMap() {
        var map = new HashMap<String, String>();
        map.put("layout", place.layout().name());
        map.put("offset", Long.toString(place.offset()));
        map.put("item", Long.toString(place.item()));
        if (isAtEnd) {
            map.put("end", "1");
        }
        if (problemCode != null && problem != null) {
            map.put("problemCode", problemCode);
            map.put("problem", problem);
        }
        pass.putInto(map);
        return map;
    }
}
