using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Versions;

/// <summary>Finds kernel versions and what is said of them.</summary>
internal static partial class VersionScanner
{
    /// <summary>Reads the versions that sentences name, each once per role.</summary>
    public static ImmutableArray<VersionFact> Read(Prose prose, int maxFacts)
    {
        ImmutableArray<VersionFact>.Builder facts = ImmutableArray.CreateBuilder<VersionFact>();
        HashSet<(string Text, CommitRole Role)> told = [];
        foreach (int index in prose.SentencesWith(WordGroup.Version))
        {
            Sentence sentence = prose.Sentences[index];
            foreach (Match match in Version().Matches(sentence.Text))
            {
                Group version = match.Groups["version"].Success ? match.Groups["version"] : match.Groups["bare"];
                CommitRole role = RoleOf(sentence.Text, version.Index, version.Index + version.Length);
                if (match.Groups["bare"].Success && role is not (CommitRole.LastGood or CommitRole.FirstBad) && !IsKernel(sentence.Text, version.Index))
                {
                    continue;
                }

                if (facts.Count < maxFacts && told.Add((version.Value, role)))
                {
                    TextSpan span = sentence.Slice(version.Index, version.Length);
                    string? sha = match.Groups["sha"] is { Success: true } described ? described.Value : null;
                    facts.Add(new VersionFact(version.Value, role, prose.Body.LineOf(span.Start), span, sha));
                }
            }
        }

        return facts.ToImmutable();
    }

    // A bare number is a kernel where a kernel is judged, and where the sentence speaks of one and of nothing else that has versions.
    private static bool IsKernel(string sentence, int start) =>
        start > 0 && KernelTalk().IsMatch(sentence) && !OtherThing().IsMatch(sentence.AsSpan(Math.Max(0, start - 40), Math.Min(40, start)));

    private static CommitRole RoleOf(string sentence, int start, int end)
    {
        string before = sentence[Math.Max(0, start - 60)..start];
        string after = sentence[end..Math.Min(sentence.Length, end + 40)];
        bool regresses = Regresses().IsMatch(sentence);
        if (regresses && RangeStart().IsMatch(after) && (after[0] == '.' || before.TrimEnd().EndsWith("between", StringComparison.OrdinalIgnoreCase)))
        {
            return CommitRole.LastGood;
        }

        if (regresses && RangeEnd().IsMatch(before))
        {
            return CommitRole.FirstBad;
        }

        if (GoodBefore().IsMatch(before) || GoodAfter().IsMatch(after))
        {
            return CommitRole.LastGood;
        }

        if (BadBefore().IsMatch(before) || BadAfter().IsMatch(after))
        {
            return CommitRole.FirstBad;
        }

        return BaseBefore().IsMatch(before) ? CommitRole.Base : CommitRole.Mentioned;
    }

    [GeneratedRegex(@"(?<![\w-])(?<!(?<!\.)\.)(?<version>v[2-9]\.\d{1,2}(\.\d{1,3})?(-rc\d{1,2})?(-\d{1,7}-g(?<sha>[0-9a-f]{7,40}))?|next-20\d{6}(-\d{1,7}-g(?<sha>[0-9a-f]{7,40}))?)(?![\w])|\b([Kk]ernel|linux|[Vv]ersion|Linux)[ -](?<version>[2-9]\.\d{1,2}(\.\d{1,3})?(-rc\d{1,2})?)(?![\w])|(?<![\w.-])(?<version>[2-9]\.\d{1,2}(\.\d{1,3})?-rc\d{1,2})(?![\w])|(?<=\S )(?<version>[4-7]\.\d{1,2}(\.\d{1,3})?)(?=\.y\b|-stable\b|\+? (vanilla |upstream |mainline |stable |longterm |LTS |distro |vendor |debug |host |guest )?(kernels?|stable|LTS|mainline|longterm)\b)|(?<=(^|[.,;:(]\s|\b([Ii]n|[Oo]n|[Ww]ith|[Ss]ince|[Uu]ntil|to|[Ff]rom|and|but|while|[Uu]nder|than|of|between)\s))(?<bare>[4-7]\.\d{1,2}(\.\d{1,3})?)(?![\w%/]|\.\w|-(?!rc|stable|next|generic|lts)[a-z]| ?([GMKk]i?)?(B|Hz|V|ms|s|x)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Version();

    [GeneratedRegex(@"\b(kernels?|linux|mainline|upstream|stable|LTS|longterm|vanilla|boot(s|ed|ing)?|reboot(s|ed|ing)?|bisect\w*|regress\w*|backport\w*|machines?|laptop|hosts?|guests?|arch|notifiers?|callbacks?|modules?|livepatch\w*|ftrace|patch(es|ed)?|panics?|oops\w*|suspends?|resumes?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex KernelTalk();

    [GeneratedRegex(@"\b(sections?|chapters?|tables?|figures?|steps?|items?|pages?|gcc|clang|llvm|binutils|ld|rustc?|qemu|python|perl|bash|glibc|systemd|openssl|udev|kmod|mesa|xorg|git|make|spec(ification)?|standard|revision|firmware|bios|uefi|acpi|pcie?|usb|hdmi|bluetooth|ubuntu|debian|fedora|rhel|centos|alma|rocky|suse|sles|leap|android|windows|library|tool|package|release notes|score|rated?|average|seconds?|minutes?|factor|than|by)\W{0,3}(version |v|in |of |to )?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OtherThing();

    [GeneratedRegex(@"\b(last good|works? (fine |well )?(in|on|with|at|until|up to)|worked (fine )?(in|on|with|until)|good(:| is| was| version| kernel)?|fine (in|on|with))\W{0,3}(kernel |linux |version )?\W{0,2}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex GoodBefore();

    [GeneratedRegex(@"^\W{0,3}(still )?(works|worked|boots|booted|runs fine|does(?=[.,;])|is (fine|ok|okay|good)|was (fine|ok|okay|good))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex GoodAfter();

    [GeneratedRegex(@"\b(first bad|broken (in|on|with|since)|broke (in|on|with)|fails? (in|on|with|since)|since|regress\w+ (in|on|with|since)|starting (with|from|in)|bad(:| is| was)?|introduced in|upgrad\w+ to|updat\w+ to)\W{0,3}(kernel |linux |version )?\W{0,2}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex BadBefore();

    [GeneratedRegex(@"^\W{0,3}(fails|failed|is (also )?(broken|bad)|was (broken|bad)|did not|didn't|does not|doesn't|broke|crashes|hangs|panics)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex BadAfter();

    [GeneratedRegex(@"\b(based on|on top of|against|rebased (on|to))\W{0,3}(kernel |linux |version )?\W{0,2}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex BaseBefore();

    [GeneratedRegex(@"\b(broke|broken|regress\w*|#regzbot|introduced|fail(s|ed|ing)?|stopp?(s|ed)|crash\w*|bisect\w*)\b|^#regzbot", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Regresses();

    [GeneratedRegex(@"^(\.\.\.?(v?\d|next-)| and (v?\d|next-))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex RangeStart();

    [GeneratedRegex(@"(v?\d[\w.-]*|next-\d+)(\.\.\.?|(?<=\bbetween (v?\d[\w.-]*|next-\d+)) and )$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RangeEnd();
}
