using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace TriageBot.Engine.Profiles;

/// <summary>All profiles that are built in, and those that compose from them: <c>v6.1+bug-2016</c> is <c>v6.1+bug</c> under the overlay <c>-2016</c>.</summary>
public static class KernelProfileCatalog
{
    private const string OverlayPrefix = "overlay-";
    private static readonly Lazy<Library> Embedded = new(Library.Load);

    /// <summary>Every profile that has a file of its own, and the <c>-2016</c> forms of the 6.1 family, oldest kernel first.</summary>
    public static ImmutableArray<ProfileSummary> All => Embedded.Value.Summaries;

    /// <summary>A profile by name.</summary>
    /// <exception cref="ProfileException">There is none; the message lists what there is.</exception>
    public static KernelProfile Get(string name) =>
        TryGet(name, out KernelProfile? profile)
            ? profile
            : throw new ProfileException($"there is no profile '{name}'; there are {string.Join(", ", All.Select(p => p.Name))}, and the suffixes {string.Join(", ", Embedded.Value.Suffixes)} compose with them");

    /// <summary>A profile by name, or false.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out KernelProfile? profile)
    {
        ArgumentNullException.ThrowIfNull(name);
        profile = Embedded.Value.Resolve(name) is JsonObject resolved ? ProfileReader.ToProfile(resolved, name) : null;
        return profile is not null;
    }

    /// <summary>A profile from the text of a JSON file; it may extend a built-in one.</summary>
    /// <exception cref="ProfileException">It cannot be read.</exception>
    public static KernelProfile FromJson(string json, string name)
    {
        JsonObject own = ProfileReader.Parse(json, name);
        try
        {
            return ProfileReader.ToProfile(Embedded.Value.Extend(own, name), ProfileReader.Text(own, "name") ?? name);
        }
        catch (ProfileException problem) when (!problem.Message.Contains(name, StringComparison.Ordinal))
        {
            throw new ProfileException($"{name}: {problem.Message}");
        }
    }

    /// <summary>The profile of a commit (either may be abbreviated, 7 digits at least), or null.</summary>
    public static ProfileSummary? FindByCommit(string sha)
    {
        ArgumentNullException.ThrowIfNull(sha);
        return sha.Length < 7
            ? null
            : All.FirstOrDefault(p => p.Commits.Any(c =>
                c.StartsWith(sha, StringComparison.OrdinalIgnoreCase) || sha.StartsWith(c, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The profile of a version such as <c>v4.6</c> or <c>6.1-rc3</c>: that release, else the newest before it; null before the first.</summary>
    public static ProfileSummary? FindByVersion(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return KernelVersion.TryParse(version) is not KernelVersion wanted
            ? null
            : All.SelectMany(p => p.Versions, (profile, text) => (profile, release: KernelVersion.TryParse(text)))
                .Where(p => p.release is KernelVersion release && release.CompareTo(wanted) <= 0)
                .OrderByDescending(p => p.release)
                .Select(p => p.profile)
                .FirstOrDefault();
    }

    /// <summary>The newest released kernel's profile at a date, or null before the first.</summary>
    public static ProfileSummary? NewestAt(DateOnly date) =>
        All.Where(p => p.Since <= date).OrderByDescending(p => p.Since).ThenBy(p => p.Name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The embedded JSON files, resolved on demand.</summary>
    private sealed class Library
    {
        private readonly Dictionary<string, JsonObject> _files = new(StringComparer.Ordinal);
        private ImmutableArray<ProfileSummary> _summaries = [];

        public ImmutableArray<ProfileSummary> Summaries => _summaries;

        public IEnumerable<string> Suffixes =>
            _files.Keys.Where(k => k.StartsWith(OverlayPrefix, StringComparison.Ordinal)).Select(k => k[(OverlayPrefix.Length - 1)..]).Order(StringComparer.Ordinal);

        public static Library Load()
        {
            Library library = new();
            Assembly assembly = typeof(KernelProfileCatalog).Assembly;
            foreach (string resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith("profiles/", StringComparison.Ordinal)))
            {
                using Stream stream = assembly.GetManifestResourceStream(resource)!;
                byte[] bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                string name = resource["profiles/".Length..^".json".Length];
                library._files.Add(name, ProfileReader.Parse(Encoding.UTF8.GetString(bytes), name));
            }

            IEnumerable<string> own = library._files.Keys.Where(k => !k.StartsWith(OverlayPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
            IEnumerable<string> composed = library._files.Keys.Where(k => k.StartsWith("v6.1", StringComparison.Ordinal) && k != "v6.18" && k != "v6.1-debian").Select(k => k + "-2016").Order(StringComparer.Ordinal);
            library._summaries = [.. own.Concat(composed).Select(n => ProfileSummary.Of(ProfileReader.ToProfile(library.Resolve(n)!, n)))];
            return library;
        }

        public JsonObject? Resolve(string name)
        {
            if (_files.TryGetValue(name, out JsonObject? own) && !name.StartsWith(OverlayPrefix, StringComparison.Ordinal))
            {
                return Extend(own, name);
            }

            foreach (string suffix in Suffixes)
            {
                if (name.EndsWith(suffix, StringComparison.Ordinal) && Resolve(name[..^suffix.Length]) is JsonObject inner)
                {
                    JsonObject overlay = _files[OverlayPrefix + suffix[1..]];
                    JsonObject result = ProfileReader.Apply(inner, overlay);
                    result["standsFor"] = string.Create(CultureInfo.InvariantCulture, $"{inner["standsFor"]}; {overlay["standsFor"]}");
                    result["predecessor"] = inner["predecessor"]?.GetValue<string>() is string before ? before + suffix : null;
                    return result;
                }
            }

            return null;
        }

        public JsonObject Extend(JsonObject own, string name)
        {
            if (ProfileReader.Text(own, "extends") is not string original)
            {
                return own;
            }

            JsonObject parent = Resolve(original) ?? throw new ProfileException($"profile {name} extends '{original}', which does not exist");
            return ProfileReader.Apply(parent, own);
        }
    }
}
