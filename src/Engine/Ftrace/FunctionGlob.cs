namespace TriageBot.Engine.Ftrace;

/// <summary>Patterns of function names: <c>*</c> for any text, <c>?</c> for one character.</summary>
/// <remarks>Source: <c>filter_parse_regex()</c>, <c>glob_match()</c>. Not modelled: character classes.</remarks>
internal static class FunctionGlob
{
    /// <summary>True when the whole name fits. Linear in the name for each <c>*</c>.</summary>
    public static bool Matches(string pattern, string name)
    {
        int at = 0;
        int star = -1;
        int resume = 0;
        for (int i = 0; i < name.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, resume) = (at++, i);
            }
            else if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == name[i]))
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                (at, i) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).Trim('*').IsEmpty;
    }
}
