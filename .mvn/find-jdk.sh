# Sourced by ./mvnw and ./codex-jobs: exports JAVA_HOME of a JDK 25 or newer, or says how to get one.
# Looked at in this order: JAVA_HOME, `java` on the path, /usr/lib/jvm/*, SDKMAN!, macOS.

jdk_feature_version() {
  [ -x "$1/bin/javac" ] || return 1
  "$1/bin/java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p'
}

find_jdk() {
  local candidate version on_path
  on_path=$(command -v java || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] && [ -d "$candidate" ] || continue
    version=$(jdk_feature_version "$candidate") || continue
    if [ -n "$version" ] && [ "$version" -ge 25 ]; then
      export JAVA_HOME="$candidate"
      return 0
    fi
  done
  echo "Codex Jobs needs a JDK 25 or newer, and none was found in JAVA_HOME, on the path or in /usr/lib/jvm." >&2
  echo "Install one (Debian 13: apt-get install openjdk-25-jdk-headless; elsewhere: https://adoptium.net)" >&2
  echo "or point JAVA_HOME at it, and run this again." >&2
  return 1
}

find_jdk || exit 1
