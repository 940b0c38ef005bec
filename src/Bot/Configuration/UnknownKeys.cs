using System.Collections.Frozen;

namespace TriageBot.Bot.Configuration;

/// <summary>Finds keys that no setting has, so that a misspelt one is not silently ignored.</summary>
internal static class UnknownKeys
{
    // Sections that .NET itself reads; people put them into any appsettings.json.
    private static readonly FrozenSet<string> s_foreign =
        new[] { "Logging", "AllowedHosts", "ConnectionStrings", "Kestrel", "Urls" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>One message per unknown key, with the nearest known one where there is one.</summary>
    public static IEnumerable<string> Find(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        foreach (string key in configuration.AsEnumerable().Select(pair => pair.Key).Order(StringComparer.Ordinal))
        {
            string shape = SettingKeys.ShapeOf(key);
            if (s_foreign.Contains(shape.Split(':')[0]) || SettingKeys.All.Contains(shape))
            {
                continue;
            }

            string? near = Nearest(shape);
            yield return near is null
                ? $"{key} is no setting of this program. Remove it, or see docs/configuration.md."
                : $"{key} is no setting of this program. Did you mean {near.Replace(":*", ":0", StringComparison.Ordinal)}?";
        }
    }

    private static string? Nearest(string shape)
    {
        (string Key, int Distance) best = SettingKeys.All
            .Order(StringComparer.Ordinal)
            .Select(known => (Key: known, Distance: EditDistance(known.ToUpperInvariant(), shape.ToUpperInvariant())))
            .OrderBy(pair => pair.Distance)
            .ThenByDescending(pair => pair.Key.Zip(shape).TakeWhile(both => char.ToUpperInvariant(both.First) == char.ToUpperInvariant(both.Second)).Count())
            .First();
        return best.Distance <= Math.Max(2, shape.Length / 4) ? best.Key : null;
    }

    private static int EditDistance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
