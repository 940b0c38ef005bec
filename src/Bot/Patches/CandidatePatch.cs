using System.Collections.Immutable;
using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Patches;

/// <summary>A candidate as a complete diff.</summary>
/// <param name="Fix">The candidate that it makes.</param>
/// <param name="Against">What it applies to, as words that fit behind "against".</param>
/// <param name="IsCode">Whether it changes source code of the kernel; otherwise it changes the model of the kernel that was run.</param>
/// <param name="Lines">The diff, as <c>git apply</c> takes it.</param>
internal sealed record CandidatePatch(FixCandidate Fix, string Against, bool IsCode, ImmutableArray<string> Lines);
