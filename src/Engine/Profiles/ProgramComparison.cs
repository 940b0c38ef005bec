using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles;

/// <summary>Compares the loader programs of two profiles step by step.</summary>
internal static class ProgramComparison
{
    public static IEnumerable<ProfileChange> Between(KernelProfile from, KernelProfile to) =>
        from.Programs.Keys.Union(to.Programs.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .SelectMany(label => Program(Steps(from, label), Steps(to, label)), (label, text) => new ProfileChange(ProfileChangeKind.Step, label, text));

    private static ImmutableArray<string> Steps(KernelProfile profile, string label) => profile.Programs.GetValueOrDefault(label, []);

    private static IEnumerable<string> Program(ImmutableArray<string> before, ImmutableArray<string> after)
    {
        if (before.IsEmpty || after.IsEmpty)
        {
            ImmutableArray<string> all = before.IsEmpty ? after : before;
            return all.IsEmpty ? [] : [$"{(before.IsEmpty ? "is new" : "is gone")}: {string.Join(", ", all)}"];
        }

        return Steps(before, after);
    }

    /// <summary>Removed and added steps; a removed step behind which the same action comes in another form becomes that one.</summary>
    private static IEnumerable<string> Steps(ImmutableArray<string> before, ImmutableArray<string> after)
    {
        int[,] common = CommonLengths(before, after);
        List<string> removed = [];
        int a = 0;
        int b = 0;
        while (a < before.Length || b < after.Length)
        {
            if (a < before.Length && b < after.Length && before[a] == after[b])
            {
                foreach (string gone in Removed(removed))
                {
                    yield return gone;
                }

                (a, b) = (a + 1, b + 1);
            }
            else if (b == after.Length || (a < before.Length && common[a + 1, b] >= common[a, b + 1]))
            {
                removed.Add(before[a++]);
            }
            else if (removed.Find(r => Action(r) == Action(after[b])) is string replaced)
            {
                yield return $"'{replaced}' becomes '{after[b++]}'";
                removed.Remove(replaced);
            }
            else
            {
                yield return $"'{after[b]}' is added {(b == 0 ? "at the start" : $"behind '{after[b - 1]}'")}";
                b++;
            }
        }

        foreach (string gone in Removed(removed))
        {
            yield return gone;
        }
    }

    private static string Action(string step) => LoaderStep.Parse(step).Action;

    private static string[] Removed(List<string> removed)
    {
        string[] lines = [.. removed.Select(r => $"'{r}' is gone")];
        removed.Clear();
        return lines;
    }

    private static int[,] CommonLengths(ImmutableArray<string> before, ImmutableArray<string> after)
    {
        int[,] length = new int[before.Length + 1, after.Length + 1];
        for (int a = before.Length - 1; a >= 0; a--)
        {
            for (int b = after.Length - 1; b >= 0; b--)
            {
                length[a, b] = before[a] == after[b] ? length[a + 1, b + 1] + 1 : Math.Max(length[a + 1, b], length[a, b + 1]);
            }
        }

        return length;
    }
}
