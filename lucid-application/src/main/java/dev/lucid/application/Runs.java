package dev.lucid.application;

import dev.lucid.domain.chat.ChatId;
import java.time.Duration;
import java.util.function.Predicate;

/** How turns are run in a process. */
record Runs(int turns, Duration courtesy, Predicate<ChatId> mine) {}
