package codex.jobs.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who does the work that a row measures.
///
/// @param pids of services and stores, by name
/// @param addresses of the services, by name
record Processes(Map<String, Long> pids, Map<String, String> addresses) {

    /// With another process in the place of the one of that name.
    Processes with(String name, long pid, String address) {
        var nextPids = new HashMap<>(pids);
        nextPids.put(name, pid);
        var nextAddresses = new HashMap<>(addresses);
        nextAddresses.put(name, address);
        return new Processes(nextPids, nextAddresses);
    }

    List<String> services() {
        return List.copyOf(addresses.values());
    }
}
