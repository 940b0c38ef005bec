using System.Globalization;
using System.Text.RegularExpressions;

namespace TriageBot.Engine.Profiles;

/// <summary>A kernel version for comparing: <c>v6.1-rc3</c> is before <c>v6.1</c>, which is before <c>v6.1.5</c>.</summary>
/// <param name="Candidate">Number of the release candidate, or <see cref="int.MaxValue"/> for a release.</param>
public readonly partial record struct KernelVersion(int Major, int Minor, int Patch, int Candidate) : IComparable<KernelVersion>
{
    /// <summary>Parses <c>v4.6</c>, <c>6.1.192</c>, <c>v6.1-rc3</c>; null for anything else.</summary>
    public static KernelVersion? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Match match = Pattern().Match(text);
        return match.Success
            ? new KernelVersion(Number(match.Groups["major"], 0), Number(match.Groups["minor"], 0), Number(match.Groups["patch"], 0), Number(match.Groups["rc"], int.MaxValue))
            : null;
    }

    /// <inheritdoc/>
    public int CompareTo(KernelVersion other) =>
        (Major, Minor, Patch, Candidate).CompareTo((other.Major, other.Minor, other.Patch, other.Candidate));

    /// <summary>Earlier than.</summary>
    public static bool operator <(KernelVersion left, KernelVersion right) => left.CompareTo(right) < 0;

    /// <summary>Later than.</summary>
    public static bool operator >(KernelVersion left, KernelVersion right) => left.CompareTo(right) > 0;

    /// <summary>Not later than.</summary>
    public static bool operator <=(KernelVersion left, KernelVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(KernelVersion left, KernelVersion right) => left.CompareTo(right) >= 0;

    [GeneratedRegex(@"^v?(?<major>\d{1,3})\.(?<minor>\d{1,3})(\.(?<patch>\d{1,4}))?(-rc(?<rc>\d{1,2}))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pattern();

    private static int Number(Group group, int missing) => group.Success ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : missing;
}
